import { appendFileSync } from 'node:fs';

/** One request with its response, or one gateway frame, as a sandbox server saw it. Secrets are already taken out. */
export interface Exchange {
  readonly at: string;
  readonly service: 'discord' | 'discord-gateway' | 'linear' | 'webhooks';
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
}

/** Takes every exchange of every sandbox server. */
export interface Recorder {
  record(exchange: Exchange): void;
}

const SECRET_HEADERS = new Set(['authorization', 'cookie', 'x-signature-ed25519']);

/** Headers for the record, without those that hold secrets. */
export function safeHeaders(
  headers: Readonly<Record<string, string | string[] | number | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name.toLowerCase(), SECRET_HEADERS.has(name.toLowerCase()) ? '[secret]' : String(value)]],
    ),
  );
}

/** Writes each exchange as one JSON line. */
export function fileRecorder(path: string): Recorder {
  return { record: (exchange) => appendFileSync(path, `${JSON.stringify(exchange)}\n`) };
}

/** Hands each exchange to the one, then to the other. */
export function both(one: Recorder, other: Recorder): Recorder {
  return {
    record(exchange) {
      one.record(exchange);
      other.record(exchange);
    },
  };
}

/** Keeps the exchanges in memory; for tests. */
export function memoryRecorder(): Recorder & { readonly exchanges: Exchange[] } {
  const exchanges: Exchange[] = [];
  return { exchanges, record: (exchange) => void exchanges.push(exchange) };
}
