import { maskPersonalData, type PersonalData } from '../shared/text/personal-data.ts';
import type { SecretScanner } from './secret-scanner.ts';

/** A text that is about to leave, and what people call it: `the message`, `the title`. */
export interface Part {
  readonly name: string;
  readonly text: string;
}

/** A secret that keeps a text from leaving: what kind and where, never what. */
export interface Blocking {
  readonly kind: string;
  /** `line 2 of the message` */
  readonly where: string;
}

/** Something personal that was taken out, and where. */
export interface TakenOut {
  readonly kind: PersonalData;
  readonly count: number;
  /** `the message` */
  readonly where: string;
}

export type Screened =
  /** In the order given. */
  | { readonly kind: 'clean'; readonly texts: readonly string[]; readonly takenOut: readonly TakenOut[] }
  | { readonly kind: 'blocked'; readonly found: readonly Blocking[] };

/** Lets texts leave without personal data, or not at all when one of them holds a secret. */
export async function screen(secrets: SecretScanner, parts: readonly Part[]): Promise<Screened> {
  const found = (await Promise.all(parts.map((part) => blockingIn(secrets, part)))).flat();
  if (found.length > 0) return { kind: 'blocked', found };
  const masked = parts.map(({ text }) => maskPersonalData(text));
  return {
    kind: 'clean',
    texts: masked.map(({ text }) => text),
    takenOut: masked.flatMap(({ taken }, index) =>
      [...taken].map(([kind, count]) => ({ kind, count, where: parts[index]?.name ?? '' })),
    ),
  };
}

async function blockingIn(secrets: SecretScanner, { name, text }: Part): Promise<Blocking[]> {
  const hasLines = text.trim().includes('\n');
  return (await secrets.scan(text)).map(({ kind, line }) => ({
    kind,
    where: hasLines ? `line ${line} of ${name}` : name,
  }));
}
