import { type ParseArgsConfig, parseArgs } from 'node:util';
import { AppError } from '../../shared/errors/app-error.ts';
import { nearest } from '../../shared/text/nearest.ts';

type Flags = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Flags> = ReturnType<typeof parseArgs<{ options: T; args: string[]; strict: true }>>['values'];

/** The flags of a verb. Anything else on the command line is an error that names what was meant, perhaps. */
export function parseFlags<const T extends Flags>(verb: string, args: readonly string[], options: T): Values<T> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new AppError('INPUT_INVALID', {
      facts: { problem: problemOf(error), wanted: wantedOf(verb, args, options) },
    });
  }
}

function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, lacking] = /^Option '(--[\w-]+)[^']*' argument (?:is ambiguous|missing)/.exec(message) ?? [];
  if (lacking !== undefined)
    return `${lacking} wants something after it. If that begins with a dash, write ${lacking}=-…`;
  // Node explains how to pass a value that begins with a dash; that is not what happened here.
  return message.split(/\. To (?:specify|use)|\n/)[0]?.replace(/\.?$/, '.') ?? message;
}

function wantedOf(verb: string, args: readonly string[], options: Flags): string {
  const names = Object.keys(options).map((name) => `--${name}`);
  const unknown = args.find((arg) => arg.startsWith('--') && !names.includes(arg.split('=')[0] ?? ''));
  const [guess] = unknown === undefined ? [] : nearest(names, unknown, { limit: 1, namesOf: (name) => [name] });
  const meant = guess === undefined ? '' : `Did you mean ${guess}? `;
  return `${meant}All of them: onomancer ${verb} --help`;
}
