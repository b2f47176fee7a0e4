import { MAX_STARTS, MAX_STARTS_MINUTES } from '../../shared/starts.ts';
import type { Release, Slot, SlotProcess } from '../plans/release/release.ts';
import type { BotState, Deployment, Queues, RunningDeployment } from '../plans/release/release-facts.ts';
import { seconds } from './release-texts.ts';

export const STATUS_HELP = `onomancer status [--json]

What is live and since when, how both slots are, who has Discord's gateway, what waits, and the last deployments.
Exit code 0 when the live release can do its work, else 1.
`;

export interface SlotFacts {
  readonly slot: Slot;
  readonly isLive: boolean;
  readonly release: string | null;
  readonly process: SlotProcess | null;
  readonly state: BotState;
  readonly gateway: { readonly isOurs: boolean; readonly says: string } | null;
  /** Since when it is not started any more, because it crashed too often; null when it is. */
  readonly gaveUpAt: string | null;
}

export interface StatusFacts {
  readonly live: Release | null;
  readonly previous: Release | null;
  readonly slots: readonly SlotFacts[];
  readonly queues: Queues | null;
  readonly running: RunningDeployment | null;
  readonly deployments: readonly Deployment[];
}

/** The page of an operator who wants to know in ten seconds whether they may go home. */
export function renderStatus({ live, previous, slots, queues, running, deployments }: StatusFacts, now: Date): string {
  return [
    live === null
      ? 'Nothing is deployed yet: docs/deployment/scripts/deploy.sh'
      : `Live      ${live.version}, release ${live.id}`,
    `Previous  ${previous === null ? 'none that is good' : `${previous.version}, release ${previous.id}`}`,
    ...slots.map((slot) => slotLine(slot, now)),
    ...(queues === null ? [] : [queueLine(queues)]),
    ...(running === null ? [] : [runningLine(running, now)]),
    '',
    'Last deployments',
    ...(deployments.length === 0 ? ['  none'] : deployments.map(deploymentLine)),
  ].join('\n');
}

function slotLine({ slot, isLive, process, state, gateway, gaveUpAt }: SlotFacts, now: Date): string {
  const name = `${isLive ? '●' : '○'} ${slot.padEnd(6)}`;
  if (process === null) return `${name}  ${isLive ? 'LIVE, BUT NOTHING RUNS IN IT' : 'free'}`;
  if (gaveUpAt !== null && state.kind === 'silent')
    return `${name}  GAVE UP after ${MAX_STARTS} starts within ${MAX_STARTS_MINUTES} minutes, at ${gaveUpAt}\n          why: pm2 logs onomancer-bot --lines 50 --nostream · start it again: pm2 restart onomancer-bot`;
  const how = state.kind === 'ready' ? 'ready' : `${state.kind.toUpperCase()}: ${state.why}`;
  const since = seconds(Math.max(0, now.getTime() - process.startedAtMs));
  const memory = `${Math.round(process.memoryBytes / 1e6)} MB`;
  const restarts = process.restarts === 0 ? 'no restarts' : `${process.restarts} restarts`;
  const owner = gateway === null ? '' : gateway.isOurs ? ' · has the gateway' : ` · ${gateway.says}`;
  return `${name}  ${how} · up ${since} · ${memory} · ${restarts}${owner}`;
}

function runningLine({ what, who, since, pid, stage }: RunningDeployment, now: Date): string {
  const where = stage === null ? '' : ` in “${stage}”,`;
  return `Running   ${what}:${where} for ${seconds(Math.max(0, now.getTime() - Date.parse(since)))}, by ${who}, process ${pid}`;
}

function queueLine({ eventsWaiting, eventsDead, messagesWaiting, messagesDead }: Queues): string {
  const count = (value: number | null): string => (value === null ? '?' : String(value));
  return `Waiting   events ${count(eventsWaiting)} (dead ${count(eventsDead)}) · messages ${count(messagesWaiting)} (dead ${count(messagesDead)})`;
}

function deploymentLine({ at, who, verb, release, outcome, tookMs }: Deployment): string {
  const took = tookMs === null ? '' : ` in ${seconds(tookMs)}`;
  return `  ${at.slice(0, 16).replace('T', ' ')} UTC  ${verb} ${release}  ${outcome}${took}, by ${who}`;
}
