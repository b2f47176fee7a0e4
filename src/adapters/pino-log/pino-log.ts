import { pino } from 'pino';
import type { Log, LogFields } from '../../ports/log.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Redact } from '../../shared/redact.ts';
import { redactor } from '../../shared/redact.ts';
import type { Secret } from '../../shared/secret.ts';
import { LineOutput } from './line-output.ts';
import type { Loggable } from './loggable.ts';
import { emptyRecord, toLoggable } from './loggable.ts';

export interface PinoLogOptions {
  /** The least important lines that are still written. */
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Taken out of every line, in every form. */
  readonly secrets: readonly Secret[];
  readonly clock: Clock;
  /** A file besides standard output; null: none. Its directory is made when it is missing. */
  readonly file: string | null;
  /** Instead of standard output; for tests. */
  readonly output?: { write(line: string): unknown };
}

export interface PinoLog extends Log {
  /** Opens the file again, after logrotate has moved it. Standard output needs nothing. */
  reopen(): void;
  /** What is in the file survives a power cut when it returns; a mere crash loses nothing without it. */
  flush(): void;
}

/** Written by us; a field of the same name would stand twice in the line. */
const OWN_KEYS: ReadonlySet<string> = new Set(['level', 'time', 'event']);

/** After a failed write to the file, how long until the next failure is told again. */
const QUIET_MS = 60_000;

/**
 * The log: one JSON object per line with `level`, `time` (UTC), `event`, `reference` and the fields, to standard output
 * and to a file. Lines are written at once, so that a crash loses none. A full disk costs lines of the file, never the
 * process. Throws `LOG_UNWRITABLE` when the file cannot be opened at the start.
 */
export function pinoLog(options: PinoLogOptions): PinoLog {
  const redact = redactor(options.secrets);
  const output = options.output ?? LineOutput.toStandardOutput();
  const file = options.file === null ? null : openFile(options.file, (error) => fileFailed(error));
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${options.clock.now().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // The fields are clean already; this is for the rest of the line.
      hooks: { streamWrite: redact },
    },
    {
      write(line: string) {
        output.write(line);
        file?.write(line);
      },
    },
  );
  const write = (level: PinoLogOptions['level'], event: string, fields: LogFields = {}): void => {
    if (logger.isLevelEnabled(level)) logger[level](lineOf(event, fields, redact));
  };
  const log: Log = {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
  const fileFailed = onceInAWhile(options.clock, (error) => log.warn('log.file-failed', { error }));
  return { ...log, reopen: () => file?.reopen(), flush: () => file?.flush() };
}

function openFile(path: string, onFailure: (error: unknown) => void): LineOutput {
  try {
    return LineOutput.toFile(path, onFailure);
  } catch (cause) {
    throw new AppError('LOG_UNWRITABLE', { cause, facts: { path } });
  }
}

/** Passes on the first failure and then one per quiet time, so that a full disk does not flood standard output. */
function onceInAWhile(clock: Clock, tell: (error: unknown) => void): (error: unknown) => void {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return (error) => {
    const nowMs = clock.now().getTime();
    if (nowMs - toldAtMs < QUIET_MS) return;
    toldAtMs = nowMs;
    tell(error);
  };
}

function lineOf(event: string, fields: LogFields, redact: Redact): Readonly<Record<string, Loggable>> {
  const clean = toLoggable(fields, redact);
  const line = emptyRecord();
  line.event = event;
  if (typeof clean !== 'object' || clean === null) return { event, fields: clean };
  const { reference, ...others } = clean as Readonly<Record<string, Loggable>>;
  if (reference !== undefined) line.reference = reference;
  for (const [key, value] of Object.entries(others)) line[OWN_KEYS.has(key) ? `field_${key}` : key] = value;
  return line;
}
