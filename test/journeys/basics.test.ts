import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { AnswerBook } from './answer-book.ts';
import { beginJourney, type Journey, stop, until } from './journey.ts';
import { answered, answerTo, errorIn, healthOf, page, pressed, says, wordsOf } from './reading.ts';
import { filesWith } from './tree-of.ts';

let journey: Journey;
let bot: BotProcess;
let book: AnswerBook;

/** Put together here, so that no scanner takes them for real ones; found anywhere else, they have leaked. */
const CANARIES = {
  bot: ['canary', 'bot', 'token', '7c1d'].join('-'),
  linear: ['lin', 'api', 'canary', '41f2'].join('_'),
};
/** What the local Discord makes reply tokens and ids of sessions of. */
const givenOut: string[] = [];

function newSecret(): string {
  const secret = randomBytes(32).toString('hex');
  givenOut.push(secret);
  return secret;
}

beforeAll(async () => {
  journey = await beginJourney({
    discord: { botToken: CANARIES.bot, newSecret },
    linear: { apiKey: CANARIES.linear },
  });
  book = new AnswerBook(journey.discord);
  bot = await journey.start({ LOG_LEVEL: 'debug', LOG_DIR: journey.dataDir });
});

afterAll(async () => {
  book.close();
  await journey.close();
});

describe('a day with the bot', () => {
  it('shows the sprint to the channel', async () => {
    const outcome = answered(await answerTo(journey, 'leadership', '/show-sprint'));
    const text = wordsOf(journey, outcome.message);
    expect(text).toMatch(/^Engineering: Ready for Hamburg \(Cycle 12\), current\n/);
    expect(text).toMatch(/Issues [▰▱]{10} 10 of 33 done \(30 %\)/);
    expect(text).toContain('⛔ Blocked: 7');
    expect(outcome.message.onlyFor).toBeNull();
    expect(outcome.acknowledgedMs).toBeLessThan(3_000);
  });

  it('turns the pages of a list by buttons, forth and back', async () => {
    const list = answered(await answerTo(journey, 'product', '/list-issues'));
    expect(wordsOf(journey, list.message)).toContain('Issues 1–10 of 45 · page 1 of 5');
    const second = await pressed(journey, 'product', { message: list.message, label: 'Next' });
    expect(second.message.id).toBe(list.message.id);
    expect(wordsOf(journey, second.message)).toContain('Issues 11–20 of 45 · page 2 of 5');
    // Also for somebody else who reads the channel.
    const first = await pressed(journey, 'leadership', { message: second.message, label: 'Previous' });
    expect(first.message.payload.embeds).toEqual(list.message.payload.embeds);
  });

  it('shows my tasks once I have said who I am', async () => {
    const unconnected = answered(await answerTo(journey, 'developer', '/my-tasks'));
    expect(unconnected.message.onlyFor).toBe(journey.person('developer').id);
    expect(wordsOf(journey, unconnected.message)).toBe(
      'You are not connected to Linear yet\n' +
        'Type `/connect` to say who you are in Linear. It takes one step, and then `/my-tasks` shows what is assigned to you.\n' +
        '[Connect]',
    );
    const question = await pressed(journey, 'developer', { message: unconnected.message, label: 'Connect' });
    expect(wordsOf(journey, question.message)).toContain('Are you Dana Reyes (dana)?');
    const connected = await pressed(journey, 'developer', { message: question.message, label: 'Yes, that is me' });
    expect(wordsOf(journey, connected.message)).toContain('You are Dana Reyes in Linear now.');
    const tasks = await says(journey, 'developer', '/my-tasks');
    expect(tasks).toMatch(/^Tasks of Dana Reyes\n2 open issues\n/);
    expect(tasks).toContain('ENG-133');
  });

  it('shows the tasks of a member to those who may see tasks, from the menu of that member', async () => {
    const show = (as: string, member: string) => journey.person(as).memberMenu(member, 'Show open tasks');
    const tasks = answered(await show('product', 'developer'));
    expect(tasks.message.onlyFor).toBe(journey.person('product').id);
    expect(wordsOf(journey, tasks.message)).toMatch(/^Tasks of Dana Reyes\n2 open issues\n/);
    const again = await pressed(journey, 'product', { message: tasks.message, label: 'Refresh' });
    expect(wordsOf(journey, again.message)).toContain('Tasks of Dana Reyes');
    const stranger = answered(await show('product', 'marketing'));
    expect(wordsOf(journey, stranger.message)).toMatch(/^Marco Marketing is not connected to Linear yet\n/);
    const denial = answered(await show('newcomer', 'developer'));
    expect(wordsOf(journey, denial.message)).not.toContain('Dana Reyes');
  });

  it('lets two people claim one name only one after the other', async () => {
    expect(await says(journey, 'dev2', '/connect person:Dana Reyes')).toMatch(/^That name is taken\n/);
  });

  it('suggests issues, people and sprints while somebody types', async () => {
    const names = async (line: string) => (await journey.person('product').complete(line)).map(({ name }) => name);
    expect(await names('/show-issue issue:lidar')).toEqual([
      'ENG-164 · Remove the driver of the old lidar · Backlog',
      'ENG-101 · Driver for the new lidar · Backlog',
    ]);
    expect(await names('/connect person:deepa')).toEqual(['Deepa Rao (deepa)']);
    expect((await names('/show-sprint sprint:')).at(0)).toContain('ENG · Ready for Hamburg (Cycle 12)');
    expect(await says(journey, 'product', '/show-issue issue:ENG-101')).toContain('Driver for the new lidar');
  });

  it('says to a newcomer which roles a command needs, and who gives them', async () => {
    const denial = answered(await answerTo(journey, 'newcomer', '/show-sprint'));
    expect(denial.message.onlyFor).toBe(journey.person('newcomer').id);
    expect(wordsOf(journey, denial.message)).toBe(
      '/show-sprint is for stakeholders\n' +
        'It needs one of these roles: @Leadership, @Product, @Marketing, @Developers, @DevRel, @Bot admin.\n' +
        'The owner of this server and its administrators can give you a role, and may use everything themselves.\n' +
        '`/help` shows what you can use now.',
    );
    expect(await says(journey, 'newcomer', '/help')).not.toContain('/list-issues');
    expect(await says(journey, 'ada', '/show-sprint')).toContain('Ready for Hamburg');
  });

  it('tells how it is, in Discord and over HTTP', async () => {
    const status = await says(journey, 'newcomer', '/status');
    expect(status).toMatch(/^Everything that is set up works\n/);
    for (const service of ['discord', 'linear', 'database']) expect(status).toContain(`🟢 ${service} is on since `);
    expect(await healthOf(bot)).toMatchObject({ status: 'ok', httpStatus: 200 });
    expect((await page(bot, '/health/ready')).status).toBe(200);
    expect((await page(bot, '/metrics')).text).toContain(
      'onomancer_interactions_total{command="show-sprint",outcome="denied"} 1',
    );
  });

  it('lets no secret out: not into its log, not into a message, not into a file', async () => {
    const home = join(journey.dataDir, '..');
    // While an answer is under way its reply token has to be on the disk, so that a crash does not lose it.
    journey.faults.add({ service: 'linear', kind: 'slow', delayMs: 1_000 });
    const asking = says(journey, 'leadership', '/list-issues text:robot');
    await until('the token is on the disk', () => filesWith(home, replyTokens().at(-1) ?? '').length > 0);
    expect(await asking).toContain('Open issues');
    journey.faults.clear();
    expect(await stop(bot)).toEqual({ code: 0, signal: null });
    const secrets = [...Object.values(CANARIES), ...replyTokens()];
    expect(secrets.length).toBeGreaterThan(15);
    const log = bot.lines.join('\n');
    const seen = ['general', 'sprint'].flatMap((channel) =>
      journey.discord.people().flatMap((person) => person.sees(channel)),
    );
    const messages = JSON.stringify(seen.map(({ payload }) => payload));
    expect(log).toContain('"event":"stopped"');
    expect(messages).toContain('Ready for Hamburg');
    for (const secret of secrets) {
      expect(log).not.toContain(secret);
      expect(messages).not.toContain(secret);
      expect(filesWith(home, secret)).toEqual([]);
    }
  });

  it('has written down every command and every denial, in a chain that holds', async () => {
    const store = await openStore({ dataDir: journey.dataDir, clock: systemClock });
    try {
      const rows = await store.audit.latest(1_000);
      const byInteraction = new Map(rows.map((row) => [row.detail['interaction'], `${row.action} ${row.subject}`]));
      const expected = book.endings().map(({ trace }) => {
        const isDenied = trace.userId === journey.person('newcomer').id && trace.commandName === 'show-sprint';
        const name = trace.customId?.split(':')[0] ?? trace.commandName;
        return [trace.id, `${isDenied ? 'denied' : trace.kind === 'component' ? 'press' : 'command'} ${name}`];
      });
      expect(expected.map(([id]) => [id, byInteraction.get(id ?? '')])).toEqual(expected);
      expect(await store.audit.verify()).toEqual({ kind: 'intact', rows: rows.length });
      expect(await store.gateway.unfinished()).toEqual([]);
    } finally {
      await store.close();
    }
    expect(book.wrong()).toEqual([]);
  });
});

/** The reply token of each interaction so far: the local Discord makes them of its id and a secret. */
function replyTokens(): readonly string[] {
  const sessions = journey.discord.gateway.sessions;
  const secrets = givenOut.filter((secret) => !sessions.some(({ id }) => secret.startsWith(id)));
  return journey.discord.interactions.map(({ id }, index) =>
    Buffer.from(`interaction:${id}:${secrets[index]}`).toString('base64url'),
  );
}

describe('somebody who asks too much', () => {
  it('is told how long to wait, and others are not held up', async () => {
    const limited = await journey.start({ CONFIG_FILE: journey.configFile({ burst: 2, perMinute: 10 }) });
    for (let count = 0; count < 2; count += 1)
      expect(await says(journey, 'newcomer', '/help')).toContain('What you can ask');
    const text = await says(journey, 'newcomer', '/help');
    expect(text).toMatch(
      /^That was a lot at once\nPlease wait \d seconds?, then try again\. Nothing was done this time\.$/,
    );
    expect(await says(journey, 'product', '/help')).toContain('What you can ask');
    await stop(limited);
  });
});

describe('a bot without a Linear token', () => {
  it('starts, works, and says what is missing and how to set it', async () => {
    const without = await journey.start({ LINEAR_API_TOKEN: '' });
    expect(errorIn(await says(journey, 'leadership', '/show-sprint'))).toEqual({
      code: 'LINEAR_OFF',
      words:
        'Linear is not connected to this bot yet.\n' +
        'An administrator sets LINEAR_API_TOKEN in secrets/.env.local (Linear → Settings → Security & access → Personal API keys) and restarts the bot.',
    });
    expect(await says(journey, 'newcomer', '/status')).toContain('↳ LINEAR_API_TOKEN is not set.');
    const [hint] = await journey.person('product').complete('/show-issue issue:lidar');
    expect(hint?.name).toBe('Linear is not connected to this bot yet.');
    expect(await healthOf(without)).toMatchObject({ status: 'ok', httpStatus: 200 });
    expect(await stop(without)).toEqual({ code: 0, signal: null });
  });
});
