import { afterEach, beforeEach, expect, it } from 'vitest';
import { fixedClock } from '../../src/shared/clock.ts';
import { printMessage } from './print-message.ts';
import { plainText } from './print-text.ts';
import { type DiscordSandbox, startDiscord } from './start-discord.ts';
import { testBot } from './test-bot.ts';

const clock = fixedClock('2026-03-04T10:00:00Z');
let discord: DiscordSandbox;
beforeEach(async () => {
  discord = await startDiscord({ clock });
});
afterEach(() => discord.close());

const read = (text: string): string => plainText(text, { world: discord.world, now: clock.now() });

it('prints a message with cards, buttons, files and reactions as text', async () => {
  const channel = discord.world.channelNamed('sprint')?.id ?? '';
  const { id, attachments } = await testBot(discord).api.channels.createMessage(channel, {
    content: `**Cycle 12** for <@${discord.person('ada').id}> ends <t:${clock.now().getTime() / 1000 + 3 * 86_400}:R>`,
    embeds: [
      {
        title: 'Done',
        url: 'https://linear.app/acme/cycle/12',
        description: '[ENG-1](https://linear.app/acme/issue/ENG-1) Gripper slips',
        fields: [
          { name: 'Points', value: '12 of 30', inline: true },
          { name: 'Issues', value: '5 of 9', inline: true },
          { name: 'Blocked', value: 'ENG-2 by ENG-3\nENG-4 by ENG-5' },
        ],
        footer: { text: 'as of now' },
        color: 0x2ecc71,
      },
    ],
    components: [
      {
        type: 1,
        components: [
          { type: 2, style: 2, label: '◂ Back', custom_id: 'b', disabled: true },
          { type: 2, style: 1, label: 'Next ▸', custom_id: 'n' },
          { type: 2, style: 5, label: 'Open', url: 'https://linear.app' },
        ],
      },
      {
        type: 1,
        components: [
          {
            type: 3,
            custom_id: 's',
            placeholder: 'Team',
            options: [
              { label: 'ENG', value: 'e' },
              { label: 'DES', value: 'd' },
            ],
          },
        ],
      },
    ],
    files: [{ name: 'chart.png', data: Buffer.from('x') }],
    attachments: [{ id: '0', description: 'Points left by day' }],
  });
  discord.person('ada').react(id, '👍');
  const message = discord.person('ada').sees('sprint').at(-1);
  if (!message) throw new Error('nothing there');
  expect(printMessage(message, { world: discord.world, now: clock.now() })).toBe(
    [
      'Onomancer [APP] · 10:00 UTC',
      '  Cycle 12 for @Ada Acme ends in 3 days',
      '  ┃ Done',
      '  ┃ https://linear.app/acme/cycle/12',
      '  ┃ ENG-1 (https://linear.app/acme/issue/ENG-1) Gripper slips',
      '  ┃ Points: 12 of 30  ·  Issues: 5 of 9',
      '  ┃',
      '  ┃ Blocked',
      '  ┃ ENG-2 by ENG-3',
      '  ┃ ENG-4 by ENG-5',
      '  ┃',
      '  ┃ as of now',
      `  📎 chart.png: Points left by day (${attachments[0]?.url})`,
      '  [◂ Back (off)] [Next ▸] [Open → https://linear.app]',
      '  [▾ Team: ENG | DES]',
      '  👍 1',
    ].join('\n'),
  );
});

it('breaks long lines at spaces but not in code, and shows the colour when asked', () => {
  const long = 'word '.repeat(12).trim();
  const message = discord.person('ada').write('general', `${long}\n\`\`\`\n${long}\n\`\`\``);
  const printed = printMessage(message, { world: discord.world, now: clock.now(), width: 32 });
  expect(
    printed
      .split('\n')
      .slice(1)
      .map((line) => line.trim()),
  ).toEqual(['word word word word word word', 'word word word word word word', '```', long, '```']);
});

it.each([
  ['escaped marks stay', String.raw`\*not bold\* and \_so\_ on`, '*not bold* and _so_ on'],
  ['marks go', '**bold** *italic* __under__ ~~gone~~ ||secret|| # no', 'bold italic under gone secret # no'],
  ['words with underscores stay', 'snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
  ['code stays', '`**x**` and **y**', '`**x**` and y'],
  ['headings and small print go', '# Title\n-# small', 'Title\nsmall'],
  [
    'times are readable',
    '<t:1772618400:F> <t:1772618400:t> <t:1772618400:d>',
    '2026-03-04 10:00 UTC 10:00 UTC 2026-03-04',
  ],
  ['the past is readable', '<t:1772611200:R>', '2 hours ago'],
  ['commands are readable', '</help:123456789012345678>', '/help'],
  ['unknown people are no ids', '<@123456789012345678>', '@unknown-user'],
  ['a message cannot steer the terminal', 'a\u001b[2Jb\u0007', 'a[2Jb'],
])('%s', (_, text, expected) => {
  expect(read(text)).toBe(expected);
});
