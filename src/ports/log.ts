/** One log line: JSON, one event name, fields. Secrets are taken out by the adapter, whatever the fields. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** Log an error once, at a boundary: `log.error('dispatch.failed', { error, reference })`. */
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>> & { readonly error?: unknown; readonly reference?: string };

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
