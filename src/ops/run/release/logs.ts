import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AppError } from '../../../shared/errors/app-error.ts';
import { logFileIn, type ServerPaths } from '../../../shared/paths.ts';

/** The last lines of the bot's log. */
export function lastLines({ logDir }: ServerPaths, count: number): readonly string[] {
  const path = logFileIn(logDir);
  if (!existsSync(path))
    throw new AppError('INPUT_INVALID', {
      facts: { problem: `There is no ${path}.`, wanted: 'Nothing was deployed yet: docs/deployment/scripts/deploy.sh' },
    });
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count);
}

/** Gives each new line as it is written, also after the log was turned over; until it is interrupted. */
export async function follow({ logDir }: ServerPaths, give: (line: string) => void): Promise<void> {
  const child = spawn('tail', ['-n', '0', '-F', logFileIn(logDir)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const stop = (): void => void child.kill();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  for await (const line of createInterface({ input: child.stdout })) give(line);
}
