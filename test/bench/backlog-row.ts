import { setTimeout as wait } from 'node:timers/promises';
import { openHouse } from '../../sandbox/house.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import type { NewDelivery } from '../../src/ports/inbox.ts';
import type { Store } from '../../src/ports/store.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { type Bench, type Finding, forInformation, type Row } from './finding.ts';
import { memoryOf, startProgram } from './programs.ts';
import { showNumber } from './statistics.ts';

const EVENTS = 100_000;
const SUBJECTS = 2_000;
const LIMIT_MB = 200;
const GIVE_UP_MS = 15 * 60_000;

interface Drained {
  readonly seconds: number;
  readonly peakMb: number;
  readonly newMs: readonly number[];
}

/** What waited while the bot was away: in the inbox before it starts, and new events on top of it. */
export const backlogRow: Row = {
  name: 'backlog',
  title: `a backlog of ${EVENTS.toLocaleString('en')} events`,
  async run(bench) {
    const house = await openHouse();
    const count = bench.isQuick ? EVENTS / 10 : EVENTS;
    const store = await openStore({ dataDir: house.dataDir, clock: systemClock });
    try {
      for (let from = 0; from < count; from += 500) {
        await store.inbox.receive(Array.from({ length: 500 }, (_, n) => delivery(from + n)));
      }
      const drained = await drain(store, bench, house);
      return [...findings(drained, count), await orderFinding(store, count)];
    } finally {
      await store.close();
      await house.close();
    }
  },
};

function delivery(number: number, more: Partial<NewDelivery> = {}): NewDelivery {
  const issue = number % SUBJECTS;
  return {
    sender: 'linear',
    deliveryId: `backlog-${number}`,
    kind: 'linear:Issue.update',
    subject: `linear issue ${issue}`,
    receivedAt: systemClock.now(),
    payload: payloadOf(issue, number),
    reference: `B${String(number).padStart(7, '0')}`,
    ...more,
  };
}

/** An update that nobody is told of, so that the inbox is measured and not Discord. */
function payloadOf(issue: number, number: number): string {
  return JSON.stringify({
    action: 'update',
    type: 'Issue',
    createdAt: systemClock.now().toISOString(),
    url: `https://linear.app/acme/issue/ENG-${issue}`,
    updatedFrom: { sortOrder: number },
    data: {
      id: `issue-${issue}`,
      identifier: `ENG-${issue}`,
      title: `Door number ${number}`,
      description: 'A door is to be built where there was none. '.repeat(30),
      priority: 2,
      state: { name: 'In Progress', type: 'started' },
      team: { key: 'ENG' },
    },
  });
}

async function drain(store: Store, bench: Bench, house: Awaited<ReturnType<typeof openHouse>>): Promise<Drained> {
  const startedAt = performance.now();
  const program = startProgram('bot', house, bench);
  await program.ready;
  const newMs: number[] = [];
  try {
    while ((await store.inbox.depth()).waiting > 0) {
      if (performance.now() - startedAt > GIVE_UP_MS) throw new Error('The backlog was not drained in 15 minutes.');
      newMs.push(await timeOfNew(store, newMs.length));
      await wait(250);
    }
    return { seconds: (performance.now() - startedAt) / 1_000, peakMb: memoryOf(program.child).peakMb, newMs };
  } finally {
    await program.stop();
  }
}

/** How long something new waits, of which nobody else tells anything. */
async function timeOfNew(store: Store, number: number): Promise<number> {
  const reference = `N${String(number).padStart(7, '0')}`;
  await store.inbox.receive([delivery(number, { deliveryId: reference, reference, subject: `new ${number}` })]);
  for (;;) {
    const [row] = await store.inbox.list({ subject: `new ${number}`, limit: 1 });
    if (row?.finishedAt) return row.finishedAt.getTime() - row.receivedAt.getTime();
    await wait(20);
  }
}

function findings({ seconds, peakMb, newMs }: Drained, count: number): readonly Finding[] {
  const slowest = Math.max(...newMs);
  return [
    {
      ...forInformation(`${backlogRow.title}: most memory`, `${showNumber(peakMb)} MB`),
      reach: `≤ ${LIMIT_MB} MB`,
      isReached: peakMb <= LIMIT_MB,
    },
    forInformation(
      `… drained, with the start of the bot`,
      `${showNumber(seconds)} s (${showNumber(count / seconds)} per s)`,
    ),
    {
      ...forInformation('… new events meanwhile', `at most ${showNumber(slowest)} ms`, `${newMs.length} events`),
      reach: 'not starved: ≤ 2000 ms',
      isReached: slowest <= 2_000,
    },
  ];
}

/** Each subject in the order in which it came: one ended before the next one, as the database tells. */
async function orderFinding(store: Store, count: number): Promise<Finding> {
  let wrong = 0;
  for (let subject = 0; subject < SUBJECTS; subject += 100) {
    const rows = await store.inbox.list({ subject: `linear issue ${subject}`, limit: count });
    const ended = rows.toReversed().map(({ finishedAt }) => finishedAt?.getTime() ?? Number.NaN);
    wrong += ended.filter((at, index) => !(at >= (ended[index - 1] ?? 0))).length;
  }
  return { ...forInformation('… out of order', String(wrong)), reach: '0', isReached: wrong === 0 };
}
