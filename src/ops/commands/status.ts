import { systemClock } from '../../shared/clock.ts';
import { serverPaths } from '../../shared/paths.ts';
import { readBotState, readGatewayState } from '../facts/release/bot-state.ts';
import { readDeployments } from '../facts/release/deployments.ts';
import { readQueues } from '../facts/release/queues.ts';
import { readRunning } from '../facts/release/running.ts';
import { readStanding, slotSocket } from '../facts/release/standing.ts';
import { readGaveUp } from '../facts/release/starts.ts';
import { liveRelease, previousRelease, SLOTS } from '../plans/release/release.ts';
import { renderStatus, STATUS_HELP, type StatusFacts } from '../render/status-texts.ts';
import { parseFlags } from './parse-flags.ts';
import type { Verb } from './verb.ts';

const FLAGS = { json: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/** What serves, since when, how it is, and what was deployed last. */
export const status: Verb = {
  name: 'status',
  summary: 'what is live and since when, the slots, the gateway, the queues, the last deployments',
  help: STATUS_HELP,
  run: async (args, terminal) => {
    const given = parseFlags('status', args, FLAGS);
    if (given.help === true) {
      terminal.say(STATUS_HELP);
      return 0;
    }
    const facts = await readStatus();
    terminal.say(given.json === true ? JSON.stringify(facts) : renderStatus(facts, systemClock.now()));
    return facts.slots.some(({ isLive, state }) => isLive && state.kind === 'ready') ? 0 : 1;
  },
};

async function readStatus(): Promise<StatusFacts> {
  const paths = serverPaths();
  const standing = await readStanding(paths);
  const slots = await Promise.all(
    SLOTS.map(async (slot) => {
      const process = standing.processes.find((one) => one.slot === slot) ?? null;
      const socket = slotSocket(paths, slot);
      const state =
        process === null ? { kind: 'silent' as const, why: 'nothing runs in it' } : await readBotState(socket);
      const gateway = process === null ? null : await readGatewayState(socket);
      const isLive = slot === standing.liveSlot;
      const gaveUpAt = readGaveUp(socket);
      return { slot, isLive, release: process?.release ?? null, process, state, gateway, gaveUpAt };
    }),
  );
  return {
    live: liveRelease(standing),
    previous: previousRelease(standing),
    slots,
    queues: standing.liveSlot === null ? null : await readQueues(slotSocket(paths, standing.liveSlot)),
    running: readRunning(paths),
    deployments: readDeployments(paths, 5),
  };
}
