import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import type { OutboxRow } from '../../src/ports/outbox.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { groupBy } from '../../src/shared/group-by.ts';
import { beginJourney, IS_FULL, type Journey, pause, stop, until } from './journey.ts';
import { markOf, marksIn, NewsBook } from './news-book.ts';

const KILLS = IS_FULL ? 200 : 12;
/** Between two things that happen; each is told in two channels. */
const EVERY_MS = IS_FULL ? 150 : 60;
const LONGEST_LIFE_MS = 1_500;
/** One in so many things is a comment on an issue of its own, which makes a message of its own. */
const ISSUES = 8;
const PATIENCE_MS = IS_FULL ? 1_500_000 : 150_000;

let journey: Journey;
let book: NewsBook;
let channels: readonly string[];

beforeEach(async () => {
  // Without Discord's limits per channel, so that the load is one.
  let ms = 0;
  const elapsedMs = (): number => {
    ms += 10_000;
    return ms;
  };
  journey = await beginJourney({ webhookTimeScale: 0.01, discord: { elapsedMs } });
  book = new NewsBook(journey.discord);
  channels = ['news', 'sprint'].map((name) => journey.discord.world.channelNamed(name)?.id ?? '');
});

afterEach(async () => {
  book?.close();
  await journey?.close();
});

/** A configuration that tells these channels everything. */
function tellingChannels(): string {
  const path = join(journey.dataDir, '..', 'telling.yml');
  const rules = channels.map((id) => `  - channel: "${id}"\n    tells: everything\n`);
  writeFileSync(path, `roles: {admin: [Bot admin]}\nchannels:\n${rules.join('')}`);
  return path;
}

/** Things happen in Linear: comments on a few issues, and new issues. Each has a mark that nothing else has. */
class Happenings {
  count = 0;
  readonly #issues: readonly string[];
  readonly #person = journey.linear.person('ada');

  constructor() {
    const { store, workspace } = journey.linear;
    this.#issues = workspace.issues
      .map((issue) => store.identifierOf(issue))
      .filter((identifier) => identifier.startsWith('ENG-'))
      .slice(0, ISSUES);
  }

  next(): void {
    const mark = markOf(this.count);
    const issue = this.#issues[this.count % (ISSUES * 2)];
    if (issue === undefined) this.#person.create('ENG', `${mark} is new`);
    else this.#person.comment(issue, `${mark} was said`);
    this.count += 1;
  }
}

/** The marks of the deliveries that the bot has acknowledged. */
function acknowledged(): ReadonlySet<string> {
  const taken = journey.exchanges.filter(({ service, status }) => service === 'webhooks' && status === 200);
  return new Set(taken.flatMap(({ requestBody }) => marksIn(JSON.stringify(requestBody)).slice(0, 1)));
}

/** The next time that the bot says something, or after a while: the moments at which a kill hurts. */
function aBadMoment(): Promise<void> {
  const laterMs = Math.random() * LONGEST_LIFE_MS;
  if (Math.random() < 0.4) return pause(laterMs);
  const event = Math.random() < 0.5 ? 'message' : 'message-edited';
  return new Promise((resolve) => {
    const end = (): void => {
      stopListening();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, LONGEST_LIFE_MS * 2);
    const stopListening = journey.discord.on(event, () => setTimeout(end, Math.random() * 3));
  });
}

const missing = (): readonly string[] =>
  channels.flatMap((channelId) => {
    const counts = book.counts(channelId);
    return [...acknowledged()].filter((mark) => !counts.has(mark));
  });

const repeated = (): readonly string[] =>
  channels.flatMap((channelId) => [...book.counts(channelId)].flatMap(([mark, count]) => (count > 1 ? [mark] : [])));

const markOfRow = ({ content }: OutboxRow): string =>
  content.kind === 'notice' ? (marksIn(`${content.notice.lines.join(' ')} ${content.notice.title}`)[0] ?? '') : '';

/** Subjects whose marks stand in another order in a channel than they were written into the outbox. */
async function outOfOrder(): Promise<readonly string[]> {
  const store = await openStore({ dataDir: journey.dataDir, clock: systemClock });
  const rows = await store.outbox.list({ state: 'sent', limit: 1_000_000 });
  await store.close();
  return channels.flatMap((channelId) => {
    const here = rows
      .filter(({ destination }) => destination.kind === 'channel' && destination.channelId === channelId)
      .toSorted((a, b) => a.id - b.id);
    const positions = new Map(book.marks(channelId).map((mark, index) => [mark, index]));
    const subjects = groupBy(here, ({ mergeKey }) => mergeKey ?? '');
    return [...subjects].flatMap(([subject, of]) => {
      const seen = of.map((row) => positions.get(markOfRow(row)) ?? -1);
      return seen.every((position, index) => index === 0 || position > (seen[index - 1] ?? -1)) ? [] : [subject];
    });
  });
}

/** What became of the events that are missing in Discord, for whoever has to find out why. */
async function whatBecame(marks: readonly string[]): Promise<readonly string[]> {
  const store = await openStore({ dataDir: journey.dataDir, clock: systemClock });
  const rows = await store.inbox.list({ limit: 1_000_000 });
  const told: string[] = [];
  for (const mark of marks) {
    const row = rows.find(({ payload }) => marksIn(payload).includes(mark));
    const said = row ? await store.outbox.ofReference(row.reference) : [];
    const became = row
      ? `${row.kind}, ${row.state} after ${row.attempts} attempts (${row.outcome}), next ${row.nextAt.toISOString()}`
      : 'never received';
    told.push(
      `${mark}: ${became}; ${said.map(({ state, outcome }) => `${state} ${outcome ?? ''}`).join(', ') || 'nothing said'}`,
    );
  }
  await store.close();
  return told;
}

/**
 * After a long absence the bot looks for what it missed, and tells what is more than a flood in one sum; the webhooks that
 * come later are acknowledged and add nothing.
 */
const isInSum = (told: string): boolean =>
  told.includes('told before: it was late and we had looked') &&
  channels.every((channelId) => book.texts(channelId).some((text) => text.includes('What was not told one by one')));

/** As long as there is something to say, and it is being said. */
async function untilAllIsSaid(): Promise<void> {
  for (;;) {
    const before = missing().length;
    if (before === 0) return;
    const isMoving = await until('more is said', () => missing().length < before, 60_000).catch(() => false);
    if (!isMoving) return;
    await pause(1_000);
  }
}

it(
  'tells of every acknowledged event once, in order, whenever it is killed',
  async () => {
    const env = { CONFIG_FILE: tellingChannels() };
    let bot: BotProcess = await journey.start(env);
    const happenings = new Happenings();
    const trouble = { isOver: false };
    const killing = (async () => {
      for (let kills = 0; kills < KILLS; kills += 1) {
        await aBadMoment();
        bot.child.kill('SIGKILL');
        await bot.exited;
        bot = await journey.start(env);
      }
    })().finally(() => {
      trouble.isOver = true;
    });
    killing.catch(() => undefined);
    while (!trouble.isOver) {
      happenings.next();
      await pause(EVERY_MS);
    }
    await killing;
    await untilAllIsSaid();
    await pause(500);
    await stop(bot);
    console.log(
      `${KILLS} kills, ${happenings.count} events, ${acknowledged().size} acknowledged, ` +
        `${book.messages} messages and ${book.edits} edits in ${channels.length} channels, ` +
        `${missing().length} missing, ${repeated().length} twice, ${book.repeatedEdits} edits that changed nothing.`,
    );
    expect((await whatBecame(missing())).filter((told) => !isInSum(told))).toEqual([]);
    expect(repeated()).toEqual([]);
    expect(book.repeatedEdits).toBe(0);
    expect(await outOfOrder()).toEqual([]);
    // There was load, there was merging.
    expect(acknowledged().size).toBeGreaterThan(KILLS * 4);
    expect(book.edits).toBeGreaterThan(KILLS / 3);
  },
  PATIENCE_MS,
);
