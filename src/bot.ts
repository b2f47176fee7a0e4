import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countStart } from './adapters/host/count-start.ts';
import { showSourcesInStacks } from './adapters/host/readable-stacks.ts';
import { systemClock } from './shared/clock.ts';
import { AppError, toAppError } from './shared/errors/app-error.ts';
import { CATALOGUE, explain } from './shared/errors/catalogue.ts';
import { MAX_STARTS, MAX_STARTS_MINUTES } from './shared/starts.ts';

/**
 * The entrance of the service. Whoever keeps it running starts it again when it ends, for ever; so each start is counted
 * before anything of it is loaded, and one of a crash loop ends with an exit code after which PM2 does not start it again.
 */
async function main(): Promise<void> {
  const startedAt = systemClock.now();
  const starts = countStart(process.env['SOCKET_PATH'], startedAt);
  if (starts?.gaveUpAt)
    throw new AppError('CRASH_LOOP', { facts: { starts: MAX_STARTS, minutes: MAX_STARTS_MINUTES } });
  const { serve } = await import('./serve.ts');
  await serve({ distDir: dirname(fileURLToPath(import.meta.url)), startedAt });
}

showSourcesInStacks();
void main().catch((error: unknown) => {
  // Before there is a log: say it plainly.
  const { code, facts } = error instanceof AppError ? error : toAppError(error);
  const { says, hint } = explain(code, facts);
  process.stderr.write(
    `${says}\n${hint}\n${code === 'INTERNAL' && error instanceof Error ? `${error.stack ?? ''}\n` : ''}`,
  );
  process.exit(CATALOGUE[code].exitCode);
});
