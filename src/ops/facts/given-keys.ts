import { readFileSync } from 'node:fs';
import { AppError } from '../../shared/errors/app-error.ts';
import { loginKeys } from './accounts.ts';

const STANDARD_INPUT = 0;

/** The public keys in a file, or on standard input when it is called `-`; the lines as they are. */
export function readGivenKeys(file: string): string {
  const keys = loginKeys(readText(file));
  if (keys.length === 0) {
    throw new AppError('INPUT_INVALID', {
      facts: {
        problem: `--ssh-key ${file} holds no public key that opens a shell.`,
        wanted:
          'Give the public half, one line that begins with ssh-ed25519 or the like: ~/.ssh/id_ed25519.pub on your own computer; ssh-keygen -t ed25519 makes one.',
      },
    });
  }
  return keys.map(({ line }) => line).join('\n');
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? STANDARD_INPUT : file, 'utf8');
  } catch (cause) {
    throw new AppError('INPUT_INVALID', {
      cause,
      facts: {
        problem: `--ssh-key ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
        wanted: 'Name a file with public keys, or - to read them from standard input.',
      },
    });
  }
}
