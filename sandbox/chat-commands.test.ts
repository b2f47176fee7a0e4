import { GatewayDispatchEvents } from '@discordjs/core';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../src/shared/clock.ts';
import type { Seat } from './chat.ts';
import { type Chatting, chatCommand } from './chat-commands.ts';
import type { Outcome } from './discord/people/outcome.ts';
import { type DiscordSandbox, startDiscord } from './discord/start-discord.ts';
import { type TestBot, testBot } from './discord/test-bot.ts';
import type { House } from './house.ts';
import { TravelClock } from './time/travel-clock.ts';

let discord: DiscordSandbox;
let bot: TestBot;
afterEach(async () => {
  await bot.leave();
  await discord.close();
});

/** Somebody at the terminal, in front of a bot that opens a form for the menu and says what it got. */
async function sit(): Promise<{ readonly seat: Seat; readonly does: (line: string) => Promise<string> }> {
  discord = await startDiscord();
  bot = testBot(discord);
  const { applicationCommands, interactions } = bot.api;
  await applicationCommands.bulkOverwriteGuildCommands(discord.applicationId, discord.guildId, [
    { name: 'Keep this', type: 3 },
  ]);
  bot.client.on(GatewayDispatchEvents.InteractionCreate, ({ data }) => {
    if (data.type !== 2) return void interactions.reply(data.id, data.token, { content: JSON.stringify(data.data) });
    const options = ['now', 'later'].map((value) => ({ label: value, value }));
    return void interactions.createModal(data.id, data.token, {
      custom_id: 'form',
      title: 'Keep',
      components: [
        { type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 2 } },
        { type: 18, label: 'When', component: { type: 3, custom_id: 'when', options } },
      ],
    });
  });
  await bot.gateway.connect();
  const person = discord.person('ada');
  const seat: Seat = {
    house: { discord, clock: new TravelClock(systemClock) } as House,
    person,
    channel: 'feedback',
    lastMessage: null,
    form: null,
    bot: null as never,
  };
  const show = (outcome: Outcome): Promise<string> => {
    if (outcome.kind === 'form') seat.form = { opened: outcome, values: {} };
    return Promise.resolve(outcome.kind === 'answered' ? outcome.message.payload.content : outcome.kind);
  };
  const chatting: Chatting = { seat, show };
  return { seat, does: (line) => chatCommand(chatting, line) };
}

describe('somebody at the terminal', () => {
  it('numbers the messages from the newest, and reacts to one of them', async () => {
    const { does } = await sit();
    await does('say first');
    await does('say second');
    expect(await does('look')).toMatch(/\(2\)[\s\S]*first[\s\S]*\(1\)[\s\S]*second/);
    await does('react 🔴 on 2');
    await does('react');
    expect(await does('look')).toMatch(/first\n {2}🔴 1\n[\s\S]*second\n {2}📌 1/);
    expect(await does('react 📌 on 9')).toContain('no such message');
  });

  it('uses the menu of a message, fills in the form that opens, and sends it', async () => {
    const { does } = await sit();
    await does('say the login is slow');
    expect(await does('send')).toContain('No form is open');
    expect(await does('menu "Keep this" on 1')).toBe('form');
    await does('fill 1 two\\nlines');
    await does('fill 2 later');
    expect(await does('fill 3 x')).toContain('no field 3');
    expect(JSON.parse(await does('send'))).toMatchObject({
      components: [{ component: { value: 'two\nlines' } }, { component: { values: ['later'] } }],
    });
    expect(await does('menu Keep this')).toContain('Which command');
    expect(await does('menu "Nothing" on 1')).toBe('refused');
  });
});
