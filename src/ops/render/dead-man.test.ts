import { describe, expect, it } from 'vitest';
import { LOCK_OUT_SAVES, putBackLines, REVERT_AFTER_SECONDS } from '../steps/lock-out.ts';
import { renderDeadManService, renderDeadManTimer, renderRevertScript } from './dead-man.ts';

const proof = { kind: 'login', user: 'devrel', ports: [22] } as const;

describe('the dead man’s switch', () => {
  it.each([false, true])(
    'puts everything back with a shell alone (socket-activated: %s)',
    async (isSocketActivated) => {
      const deadMan = {
        saves: LOCK_OUT_SAVES,
        afterwards: putBackLines(isSocketActivated),
        revertAfterSeconds: REVERT_AFTER_SECONDS,
        proof,
      };
      const directory = '/var/lib/onomancer/dead-man';
      const text = [
        renderRevertScript(deadMan, directory),
        renderDeadManService(directory),
        renderDeadManTimer(300),
      ].join('\n');
      await expect(text).toMatchFileSnapshot(`./golden/dead-man${isSocketActivated ? '-socket' : ''}.txt`);
    },
  );
});
