import type { ServerResponse } from 'node:http';
import { faultText } from '../fault-text.ts';
import type { House } from '../house.ts';
import { type BotSeat, botState } from './bot-seat.ts';
import type { HealthView, StreamEvents } from './protocol.ts';
import type { Traffic } from './traffic.ts';
import { boardView, messagesView, placeView } from './views.ts';

/** Changes that come together are told together. */
const GATHER_MS = 25;
/** What nobody tells of (the bot's process, the gateway's connections) is looked at this often. */
const LOOK_EVERY_MS = 500;

export interface StreamParts {
  readonly house: House;
  readonly traffic: Traffic;
  readonly seat: BotSeat;
}

export interface Watching {
  /** User name of the member. */
  readonly as: string;
  /** Id of the channel. */
  readonly channel: string;
}

const DISCORD_EVENTS = [
  'message',
  'message-edited',
  'message-deleted',
  'reaction-added',
  'reaction-removed',
  'thread-created',
  'interaction-acknowledged',
] as const;

/** Tells one page of everything that changes for this member in this channel, until the page goes away. */
export function stream(parts: StreamParts, watching: Watching, response: ServerResponse): void {
  const { house, traffic } = parts;
  const person = house.discord.person(watching.as);
  const told = new Map<string, string>();
  const tell = <N extends keyof StreamEvents>(name: N, value: StreamEvents[N]): void => {
    const text = JSON.stringify(value);
    if (told.get(name) === text) return;
    told.set(name, text);
    response.write(`event: ${name}\ndata: ${text}\n\n`);
  };
  let lastNumber = 0;
  const look = (): void => {
    // First: what follows is shown by it.
    tell('clock', { aheadMs: house.clock.aheadMs });
    tell('place', placeView(house.discord, person, watching.channel));
    tell('messages', messagesView(house.discord, person, watching.channel));
    tell('board', boardView(house.linear));
    tell('health', healthView(parts));
    const fresh = traffic.recent().filter(({ number }) => number > lastNumber);
    lastNumber = fresh.at(-1)?.number ?? lastNumber;
    if (fresh.length > 0) tell('traffic', fresh);
  };
  let gathering: NodeJS.Timeout | null = null;
  const soon = (): void => {
    gathering ??= setTimeout(() => {
      gathering = null;
      look();
    }, GATHER_MS);
  };
  const ends = [
    ...DISCORD_EVENTS.map((name) => house.discord.on(name, soon)),
    house.linear.changes.listen(soon),
    traffic.listen(soon),
  ];
  const timer = setInterval(look, LOOK_EVERY_MS);
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  look();
  response.once('close', () => {
    clearInterval(timer);
    if (gathering) clearTimeout(gathering);
    for (const end of ends) end();
  });
}

function healthView({ house, seat }: StreamParts): HealthView {
  const connections = house.discord.gateway.connections();
  const faults = house.faults.active().map(({ number, fault }) => ({ number, text: faultText(fault) }));
  return { bot: botState(seat.bot, connections), connections, faults };
}
