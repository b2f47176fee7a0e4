import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import { findButton } from '../../sandbox/discord/people/controls.ts';
import { printMessage } from '../../sandbox/discord/print-message.ts';
import type { SandboxMessage } from '../../sandbox/discord/world/message.ts';
import { beginJourney, IS_FULL, type Journey, pause, until } from './journey.ts';

const KILLS = IS_FULL ? 60 : 6;
/** Between a pin and the confirmation below it, everything happens in here. */
const LATEST_KILL_MS = 900;
const CHANNEL = 'feedback';
const PINNERS = ['developer', 'leadership', 'product', 'dev2', 'devrel'] as const;
const TIMEOUT_MS = IS_FULL ? 900_000 : 180_000;

let journey: Journey;

beforeEach(async () => {
  journey = await beginJourney({ discord: { privilegedIntents: GatewayIntentBits.MessageContent } });
});
afterEach(async () => {
  await journey?.close();
});

const write = (text: string): SandboxMessage => journey.person('newcomer').write(CHANNEL, text);
const issuesCalled = (text: string) =>
  journey.linear.workspace.issues.filter(({ title, trashed }) => title.includes(text) && !trashed);
/** What the bot has written below this message. */
const below = ({ id }: SandboxMessage): readonly SandboxMessage[] =>
  journey
    .person('developer')
    .sees(CHANNEL)
    .filter(({ payload }) => payload.message_reference?.message_id === id);
const textOf = (message: SandboxMessage): string =>
  printMessage(message, { world: journey.discord.world, now: new Date() });
/** All that the bot has told this person alone; there is no such channel before the first word. */
const directTo = (name: string): string => {
  const person = journey.person(name);
  return journey.discord.world.directChannel(person.id) === null ? '' : person.sees('dm').map(textOf).join('\n');
};

describe('a pin in Discord', () => {
  it(
    'becomes one issue with one answer, also when five people pin at once and again',
    async () => {
      await journey.start();
      const message = write('The export forgets the last column');
      for (const name of PINNERS) journey.person(name).react(message, '📌');
      await until('the issue is said', () => below(message).length === 1);
      journey.person('product').unreact(message, '📌');
      journey.person('product').react(message, '📌');
      await journey.person('developer').menu(message, 'Create Linear issue');
      await pause(1_000);
      expect(issuesCalled('The export forgets')).toHaveLength(1);
      expect(below(message)).toHaveLength(1);
      expect(textOf(below(message)[0] as SandboxMessage)).toContain('The export forgets the last column');
    },
    TIMEOUT_MS,
  );

  it(
    'is undone by who took it back, and gets its priority from a button and from a dot',
    async () => {
      await journey.start();
      const message = write('The export forgets the last column');
      const dana = journey.person('developer');
      dana.react(message, '📌');
      await until('the issue is said', () => below(message).length === 1);
      await dana.press(below(message)[0] as SandboxMessage, '🟠 High');
      expect(issuesCalled('The export')[0]?.priority).toBe(2);
      journey.person('leadership').react(below(message)[0] as SandboxMessage, '🔴');
      await until('the dot counts', () => issuesCalled('The export')[0]?.priority === 1);
      dana.unreact(message, '📌');
      await until('undo is offered', () => below(message).length === 2);
      const offer = below(message)[1] as SandboxMessage;
      expect(findButton(offer, 'Undo')).not.toBeNull();
      const undone = await dana.press(offer, 'Undo');
      expect(undone.kind === 'answered' && textOf(undone.message)).toContain('Undone: ENG-');
      expect(issuesCalled('The export')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'while Linear is down is kept, also over a kill, and done once when it is back',
    async () => {
      const bot = await journey.start();
      journey.faults.add({ service: 'linear', kind: 'refuse' });
      const message = write('The export forgets the last column');
      journey.person('developer').react(message, '📌');
      await until('it is kept', () => below(message).length === 1);
      expect(textOf(below(message)[0] as SandboxMessage)).toContain('Kept: The export forgets the last column');
      bot.child.kill('SIGKILL');
      await bot.exited;
      journey.faults.clear();
      await journey.start();
      await until('it is an issue', () => issuesCalled('The export').length === 1, 60_000);
      await until('that is said', () => below(message).length === 2, 10_000);
      await pause(2_000);
      expect(issuesCalled('The export')).toHaveLength(1);
      expect(below(message)).toHaveLength(2);
      expect(textOf(below(message)[1] as SandboxMessage)).toContain('ENG-');
    },
    TIMEOUT_MS,
  );

  it(
    'survives a kill at any moment: one issue, said once',
    async () => {
      let bot: BotProcess = await journey.start();
      const messages: SandboxMessage[] = [];
      for (let round = 0; round < KILLS; round += 1) {
        const message = write(`Round ${round} goes wrong`);
        messages.push(message);
        journey.person('developer').react(message, '📌');
        await pause(randomInt(LATEST_KILL_MS));
        bot.child.kill('SIGKILL');
        await bot.exited;
        bot = await journey.start();
      }
      await until('all are said', () => messages.every((message) => below(message).length > 0), 60_000);
      await pause(2_000);
      expect(messages.map((_, round) => issuesCalled(`Round ${round} goes`).length)).toEqual(messages.map(() => 1));
      expect(messages.map((message) => below(message).length)).toEqual(messages.map(() => 1));
    },
    TIMEOUT_MS,
  );
});

describe('the menu of a message', () => {
  it(
    'used right after the very first start is answered also when a kill follows the acknowledgement',
    async () => {
      const bot = await journey.start();
      const message = write('The export forgets the last column');
      const acknowledged = new Promise<void>((resolve) => {
        journey.discord.on('interaction-acknowledged', () => resolve());
      });
      const asked = journey.person('developer').menu(message, 'Create Linear issue', { waitMs: 30_000 });
      await acknowledged;
      bot.child.kill('SIGKILL');
      await bot.exited;
      await journey.start();
      expect((await asked).kind).toBe('answered');
      expect(issuesCalled('The export')).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'cut off by a kill at any moment is answered once, by one issue',
    async () => {
      let bot: BotProcess = await journey.start();
      journey.faults.add({ service: 'linear', kind: 'slow', delayMs: 200 });
      const messages: SandboxMessage[] = [];
      for (let round = 0; round < KILLS; round += 1) {
        const message = write(`Menu ${round} goes wrong`);
        const asked = journey.person('developer').menu(message, 'Create Linear issue', { waitMs: 30_000 });
        await pause(randomInt(LATEST_KILL_MS));
        bot.child.kill('SIGKILL');
        await bot.exited;
        bot = await journey.start();
        const outcome = await asked;
        // Killed before it could acknowledge, and not back within Discord's three seconds: then the person is told so.
        if (outcome.kind === 'answered') messages.push(message);
        else expect(outcome.kind).toBe('not-acknowledged');
      }
      await until('all are said', () => messages.every((message) => below(message).length > 0), 40_000);
      await pause(1_000);
      expect(messages.length).toBeGreaterThan(KILLS / 2);
      expect(messages.map((message) => below(message).length)).toEqual(messages.map(() => 1));
      const answers = journey.discord.interactions.filter(({ kind }) => kind === 'menu');
      expect(
        answers.filter(
          ({ callbacks, edits, followUps }) => callbacks.length > 1 || edits.length > 1 || followUps.length > 0,
        ),
      ).toEqual([]);
      for (let round = 0; round < KILLS; round += 1)
        expect(issuesCalled(`Menu ${round} goes`).length, `round ${round}`).toBeLessThanOrEqual(1);
    },
    TIMEOUT_MS,
  );
});

describe('where Discord hides what people write', () => {
  it(
    'a pin is told how it works without, and the menu does',
    async () => {
      await journey.close();
      journey = await beginJourney();
      await journey.start();
      const message = write('The export forgets the last column');
      const dana = journey.person('developer');
      dana.react(message, '📌');
      await until('it is explained', () => directTo('developer').includes('I may not read this message'));
      const menu = await dana.menu(message, 'Create Linear issue');
      expect(menu.kind === 'answered' && textOf(menu.message)).toContain('The export forgets the last column');
      await until('it is said below', () => below(message).length === 1);
      expect(issuesCalled('The export')).toHaveLength(1);
    },
    TIMEOUT_MS,
  );
});

describe('a secret', () => {
  const token = (): string => `ghp_${Array.from({ length: 36 }, () => randomInt(36).toString(36)).join('')}`;
  /** Every file that the bot has written, as text. */
  const written = (): string =>
    readdirSync(journey.dataDir)
      .map((name) => readFileSync(join(journey.dataDir, name), 'latin1'))
      .join('\n');

  it(
    'in a pinned message, a menu and a form leaves no trace on disk, in the log or at Linear',
    async () => {
      const bot = await journey.start();
      const dana = journey.person('developer');
      const secrets = [token(), token(), token()];
      const pinned = write(`It fails with\n${secrets[0]}`);
      dana.react(pinned, '📌');
      await until('it is explained', () => directTo('developer').includes('GitHub token'));
      expect(directTo('developer')).toContain('line 2 of the message');
      const menu = await dana.menu(write(`Use ${secrets[1]}`), 'Create Linear issue');
      expect(menu.kind === 'answered' && textOf(menu.message)).toContain('Not captured: there is a secret in it');
      const form = await dana.type('/feedback');
      if (form.kind !== 'form') throw new Error(form.kind);
      const sent = await dana.submit(form, { text: `My token is ${secrets[2]}` });
      expect(sent.kind === 'answered' && textOf(sent.message)).toContain('Not captured: there is a secret in it');
      await pause(1_500);
      const everywhere = [
        written(),
        bot.lines.join('\n'),
        JSON.stringify(journey.exchanges.filter(({ service }) => service === 'linear')),
        directTo('developer'),
      ].join('\n');
      expect(everywhere.length).toBeGreaterThan(10_000);
      for (const secret of secrets) expect(everywhere).not.toContain(secret.slice(0, 20));
      expect(below(pinned)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'that was typed rests nowhere readable while it waits for an answer that a kill has cut off',
    async () => {
      const bot = await journey.start();
      const dana = journey.person('developer');
      const form = await dana.type('/feedback');
      if (form.kind !== 'form') throw new Error(form.kind);
      const words = 'Nobody but the tracker should read this sentence';
      journey.faults.add({ service: 'linear', kind: 'slow', delayMs: 1_500 });
      const sent = dana.submit(form, { text: words }, { waitMs: 60_000 });
      await pause(700);
      bot.child.kill('SIGKILL');
      await bot.exited;
      expect(written()).toContain('sealed1:');
      journey.faults.clear();
      await journey.start();
      const answer = await sent;
      expect(answer.kind === 'answered' && textOf(answer.message)).toMatch(/ENG-\d+/);
      expect(issuesCalled('Nobody but the tracker')).toHaveLength(1);
    },
    TIMEOUT_MS,
  );
});

describe('who wrote it', () => {
  it(
    'is told when it is planned and when it is done, and lists it',
    async () => {
      await journey.start();
      const message = write('The export forgets the last column');
      journey.person('developer').react(message, '📌');
      await until('the issue is said', () => below(message).length === 1);
      const identifier = /ENG-\d+/.exec(textOf(below(message)[0] as SandboxMessage))?.[0] ?? '';
      const changes = [
        ['In Progress', 'Your feedback is planned'],
        ['Done', 'Your feedback is done'],
      ] as const;
      for (const [state, news] of changes) {
        journey.linear.person('dana').change(identifier, { state });
        await until(news, () => directTo('newcomer').includes(news));
      }
      const list = await journey.person('newcomer').type('/my-feedback');
      expect(list.kind === 'answered' && textOf(list.message)).toContain('The export forgets the last column');
    },
    TIMEOUT_MS,
  );
});
