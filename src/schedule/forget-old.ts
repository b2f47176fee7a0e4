import type { CodeWork } from '../ports/code-work.ts';
import type { Companion } from '../ports/companion.ts';
import type { Log } from '../ports/log.ts';
import type { Movements } from '../ports/movements.ts';
import type { Clock } from '../shared/clock.ts';
import { toAppError } from '../shared/errors/app-error.ts';

/** Longer than any digest looks back, and than a preview lives. */
const KEEP_DAYS = 180;
const DAY_MS = 86_400_000;

/** Forgets once a day what is so old that no digest, preview or build picture asks for it. */
export function forgetOld(ports: {
  readonly movements: Movements;
  readonly codeWork: CodeWork;
  readonly clock: Clock;
  readonly log: Log;
}): Companion {
  const { movements, codeWork, clock, log } = ports;
  let timer: NodeJS.Timeout | null = null;
  let current: Promise<void> = Promise.resolve();
  const forget = async (): Promise<void> => {
    const before = new Date(clock.now().getTime() - KEEP_DAYS * DAY_MS);
    try {
      const gone = { movements: await movements.purge(before), codeWork: await codeWork.purge(before) };
      if (gone.movements + gone.codeWork > 0) log.info('memory.forgot', gone);
    } catch (error) {
      log.warn('memory.forget-failed', { error: toAppError(error) });
    }
  };
  return {
    start() {
      const begin = (): void => {
        current = current.then(forget);
      };
      timer = setInterval(begin, DAY_MS);
      timer.unref();
      begin();
    },
    async stop() {
      if (timer) clearInterval(timer);
      await current;
    },
  };
}
