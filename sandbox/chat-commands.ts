import type { Seat } from './chat.ts';
import { EVENT_COMMANDS, EVENTS_HELP } from './chat-events.ts';
import { listFaults, understandFault } from './chat-faults.ts';
import { controlsOf } from './discord/people/controls.ts';
import type { Outcome } from './discord/people/outcome.ts';
import { printMessage } from './discord/print-message.ts';
import { inputsOf } from './discord/rest/schema/callback.ts';
import type { SandboxMessage } from './discord/world/message.ts';
import { faultText } from './fault-text.ts';
import type { House } from './house.ts';
import { showTime } from './time/show-time.ts';
import { TIMES_HELP } from './time/understand-time.ts';

const HELP = `  /command option:value     a slash command; TAB completes commands, options and values
  1, 2, …                   press that button of the last reply
  :as NAME                  be another member; :people lists them
  :go CHANNEL               go to another channel; :channels lists them
  :say TEXT                 write a message here
  :look                     the last messages of this channel, numbered for the following
  :react EMOJI on 2         react to message 2; without a number to the last one; :unreact takes it back
  :menu "NAME" on 2         right click on message 2 → Apps → NAME; "on @developer" is the menu of a member
  :pick 1 VALUE | VALUE     choose in the first list of the last reply
  :fill 1 TEXT              fill in the first field of an open form; :send sends it
${EVENTS_HELP}
  :fault linear slow 6000   break something: SERVICE (linear, discord), then slow MS, status CODE, drop, lost, malformed or refuse
  :fault discord messages status 429 global
                            only a part of it (":fault" lists them); a 429 may be shared or global
  :fault off                repairs everything
  :time tomorrow 9:00       set the clock of the sandbox forward, for the bot too; ":time" tells it; also +3h, "next monday 9:00"
  :drop                     cut the bot's gateway connection
  :kill                     kill the bot (SIGKILL) and start it again
  :quit                     the end`;

/** Somebody in the chat, and how they are shown what comes of what they do. */
export interface Chatting {
  readonly seat: Seat;
  readonly show: (outcome: Outcome) => Promise<string>;
}

type ChatCommand = (chatting: Chatting, words: readonly string[]) => string | Promise<string>;

/** How many messages `:look` shows. */
const LOOK_AT = 9;

const CHAT_COMMANDS: Readonly<Record<string, ChatCommand>> = {
  help: () => HELP,
  ...Object.fromEntries(
    Object.entries(EVENT_COMMANDS).map(([verb, run]): [string, ChatCommand] => [
      verb,
      ({ seat }, words) => run(seat, words),
    ]),
  ),
  people: ({ seat: { house } }) =>
    house.discord
      .people()
      .map(
        ({ name, displayName, roles }) =>
          `  ${name.padEnd(12)} ${displayName}${roles.length > 0 ? `: ${roles.join(', ')}` : ''}`,
      )
      .join('\n'),
  channels: ({ seat: { house } }) =>
    house.discord.world
      .channels()
      .flatMap((channel) => ('name' in channel ? [`  #${channel.name}`] : []))
      .join('\n'),
  as: ({ seat }, words) => {
    seat.person = seat.house.discord.person(words.join(' '));
    return `  You are ${seat.person.displayName} now.`;
  },
  go: ({ seat }, words) => {
    const channel = words.join(' ').replace(/^#/, '');
    // Throws when this member does not see it.
    seat.person.sees(channel);
    seat.channel = channel;
    return '';
  },
  say: ({ seat }, words) => {
    seat.lastMessage = seat.person.write(seat.channel, words.join(' '));
    return '';
  },
  look: ({ seat }) => look(seat),
  react: ({ seat }, words) => reaction(seat, 'react', words),
  unreact: ({ seat }, words) => reaction(seat, 'unreact', words),
  menu: (chatting, words) => useMenu(chatting, words.join(' ')),
  pick: (chatting, words) => pick(chatting, words),
  fill: ({ seat }, words) => fill(seat, words),
  send: ({ seat, show }) => (seat.form ? seat.person.submit(seat.form.opened, seat.form.values).then(show) : NO_FORM),
  fault: ({ seat: { house } }, words) => {
    if (words.length === 0) return listFaults(house.faults);
    if (words[0] === 'off') {
      house.faults.clear();
      return '  Everything works again.';
    }
    const fault = understandFault(words);
    if (typeof fault === 'string') return `  ${fault}`;
    house.faults.add(fault);
    return `  ${faultText(fault)}. ":fault off" repairs it.`;
  },
  time: ({ seat: { house } }, words) => time(house, words.join(' ')),
  drop: ({ seat: { house } }) => {
    house.discord.gateway.drop();
    return '  The gateway connection is cut; the bot comes back by itself.';
  },
  kill: async ({ seat }) => {
    seat.bot.child.kill('SIGKILL');
    await seat.bot.exited;
    seat.bot = seat.house.startBot();
    await seat.bot.ready;
    return '  The bot was killed and is back.';
  },
};

/** Runs a command of the chat (without its colon); returns what to print. Throws what the sandbox refuses. */
export async function chatCommand(chatting: Chatting, line: string): Promise<string> {
  const [verb = '', ...words] = line.split(/\s+/);
  const command = Object.hasOwn(CHAT_COMMANDS, verb) ? CHAT_COMMANDS[verb] : undefined;
  return command ? command(chatting, words) : `  There is no ":${verb}". :help lists what there is.`;
}

async function time(house: House, words: string): Promise<string> {
  if (words === '') return `  It is ${showTime(house.clock.now())}. Another time: ${TIMES_HELP}.`;
  return `  It is ${showTime(await house.travel(words))} now, also for the bot. What was due comes by itself.`;
}

const NO_FORM = '  No form is open.';

/** Newest last, numbered from the newest: 1 is the last one. */
function look(seat: Seat): string {
  const { discord } = seat.house;
  const messages = seat.person.sees(seat.channel).slice(-LOOK_AT);
  if (messages.length === 0) return '  Nothing has been written here yet.';
  const read = { world: discord.world, now: seat.house.clock.now() };
  return messages
    .map((message, index) => `(${messages.length - index}) ${printMessage(message, read).trimStart()}`)
    .join('\n');
}

/** `on 2`, as `:look` numbers them; without it the last message that was written or answered. */
function messageOn(seat: Seat, number: string | undefined): SandboxMessage | null {
  if (number === undefined) return seat.lastMessage ?? seat.person.sees(seat.channel).at(-1) ?? null;
  return seat.person.sees(seat.channel).at(-Number(number)) ?? null;
}

const NO_MESSAGE = '  There is no such message here; :look numbers them.';

function reaction(seat: Seat, verb: 'react' | 'unreact', words: readonly string[]): string {
  const [, emoji = '📌', number] = /^(\S+)?(?:\s+(?:on\s+)?(\d+))?$/.exec(words.join(' ')) ?? [];
  const message = messageOn(seat, number);
  if (!message) return NO_MESSAGE;
  seat.person[verb](message, emoji);
  return `  ${verb === 'react' ? 'Reacted with' : 'Took back'} ${emoji}.`;
}

function useMenu({ seat, show }: Chatting, text: string): string | Promise<string> {
  const [, name, number, member] = /^"([^"]+)"(?:\s+on\s+(?:(\d+)|@(.+)))?$/.exec(text) ?? [];
  if (name === undefined)
    return '  Which command on which message? For example :menu "Create Linear issue" on 1, or :menu "Show open tasks" on @developer';
  if (member !== undefined) return seat.person.memberMenu(member, name, { channel: seat.channel }).then(show);
  const message = messageOn(seat, number);
  return message ? seat.person.menu(message, name).then(show) : NO_MESSAGE;
}

function pick({ seat, show }: Chatting, [number, ...words]: readonly string[]): string | Promise<string> {
  const message = seat.lastMessage;
  const control = message ? controlsOf(message)[Number(number) - 1] : undefined;
  if (!message || !control || !('custom_id' in control)) return `  The last reply has no list ${number ?? ''}.`;
  return seat.person.choose(message, control.custom_id, valuesIn(words)).then(show);
}

function valuesIn(words: readonly string[]): string[] {
  return words
    .join(' ')
    .split('|')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

function fill(seat: Seat, [number, ...words]: readonly string[]): string {
  if (!seat.form) return NO_FORM;
  const input = inputsOf(seat.form.opened.modal.components)[Number(number) - 1];
  if (!input) return `  The form has no field ${number ?? ''}.`;
  seat.form.values[input.custom_id] = input.type === 4 ? words.join(' ').replaceAll('\\n', '\n') : valuesIn(words);
  return '';
}
