import { setImmediate as afterEvents, setTimeout as wait } from 'node:timers/promises';
import type { InteractionTrace } from '../../sandbox/discord/interactions/trace.ts';
import type { House } from '../../sandbox/house.ts';

/** What is typed, in turns: all of it is first acknowledged with "thinking…" and answered after that. */
const LINES = [
  ['leadership', '/show-sprint'],
  ['developer', '/my-tasks'],
  ['product', '/my-tasks'],
  ['dev2', '/my-tasks'],
  ['marketing', '/show-sprint'],
  ['devrel', '/my-tasks'],
  ['operator', '/show-sprint'],
  ['ada', '/my-tasks'],
] as const;

export interface Load {
  readonly traces: readonly InteractionTrace[];
  /** How much later than planned each was sent: what the generator itself could not keep up with. */
  readonly lagMs: readonly number[];
}

/** Types commands at a fixed rate, whether they are answered or not, from members who are each inside their limits. */
export async function openLoad(house: House, plan: { perSecond: number; seconds: number }): Promise<Load> {
  const people = new Map(LINES.map(([name]) => [name, house.discord.person(name)]));
  const traces: InteractionTrace[] = [];
  const lagMs: number[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < plan.perSecond * plan.seconds; index += 1) {
    const dueAt = startedAt + (index * 1_000) / plan.perSecond;
    const early = dueAt - performance.now();
    // When late, what has arrived meanwhile goes first: it is what we measure.
    await (early > 0 ? wait(early) : afterEvents());
    const [name, line] = LINES[index % LINES.length] as (typeof LINES)[number];
    lagMs.push(Math.max(0, performance.now() - dueAt));
    const trace = people.get(name)?.fire(line, { channel: 'sprint' });
    if (trace) traces.push(trace);
  }
  return { traces, lagMs };
}

/** Waits until all are through, or nothing more comes of it. */
export async function until(isTrue: () => boolean, patienceMs: number): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!isTrue() && performance.now() < giveUpAt) await wait(20);
}
