import type { Seat } from './chat.ts';
import type { Fault } from './faults.ts';

const HELP = `  /command option:value     a slash command; TAB completes commands, options and values
  1, 2, …                   press that button of the last reply
  :as NAME                  be another member; :people lists them
  :go CHANNEL               go to another channel; :channels lists them
  :say TEXT                 write a message here
  :react EMOJI              react to the last message; :unreact EMOJI takes it back
  :fault linear slow 6000   break something: SERVICE (linear, discord), then slow MS, status CODE, drop, malformed or refuse;
                            :fault off repairs everything
  :drop                     cut the bot's gateway connection
  :kill                     kill the bot (SIGKILL) and start it again
  :quit                     the end`;

type ChatCommand = (seat: Seat, words: readonly string[]) => string | Promise<string>;

const CHAT_COMMANDS: Readonly<Record<string, ChatCommand>> = {
  help: () => HELP,
  people: ({ house }) =>
    house.discord
      .people()
      .map(
        ({ name, displayName, roles }) =>
          `  ${name.padEnd(12)} ${displayName}${roles.length > 0 ? `: ${roles.join(', ')}` : ''}`,
      )
      .join('\n'),
  channels: ({ house }) =>
    house.discord.world
      .channels()
      .flatMap((channel) => ('name' in channel ? [`  #${channel.name}`] : []))
      .join('\n'),
  as: (seat, words) => {
    seat.person = seat.house.discord.person(words.join(' '));
    return `  You are ${seat.person.displayName} now.`;
  },
  go: (seat, words) => {
    const channel = words.join(' ').replace(/^#/, '');
    // Throws when this member does not see it.
    seat.person.sees(channel);
    seat.channel = channel;
    return '';
  },
  say: (seat, words) => {
    seat.lastMessage = seat.person.write(seat.channel, words.join(' '));
    return '';
  },
  react: (seat, words) => reaction(seat, 'react', words[0]),
  unreact: (seat, words) => reaction(seat, 'unreact', words[0]),
  fault: ({ house }, words) => {
    if (words[0] === 'off') {
      house.faults.clear();
      return '  Everything works again.';
    }
    const fault = parseFault(words);
    if (typeof fault === 'string') return `  ${fault}`;
    house.faults.add(fault);
    return `  From now on ${fault.service} is broken (${fault.kind}). ":fault off" repairs it.`;
  },
  drop: ({ house }) => {
    house.discord.gateway.drop();
    return '  The gateway connection is cut; the bot comes back by itself.';
  },
  kill: async (seat) => {
    seat.bot.child.kill('SIGKILL');
    await seat.bot.exited;
    seat.bot = seat.house.startBot();
    await seat.bot.ready;
    return '  The bot was killed and is back.';
  },
};

/** Runs a command of the chat (without its colon); returns what to print. Throws what the sandbox refuses. */
export async function chatCommand(seat: Seat, line: string): Promise<string> {
  const [verb = '', ...words] = line.split(/\s+/);
  const command = Object.hasOwn(CHAT_COMMANDS, verb) ? CHAT_COMMANDS[verb] : undefined;
  return command ? command(seat, words) : `  There is no ":${verb}". :help lists what there is.`;
}

function reaction(seat: Seat, verb: 'react' | 'unreact', emoji = '📌'): string {
  if (!seat.lastMessage) return '  There is no message to react to yet.';
  seat.person[verb](seat.lastMessage, emoji);
  return `  ${verb === 'react' ? 'Reacted with' : 'Took back'} ${emoji}.`;
}

const KINDS: readonly Fault['kind'][] = ['status', 'slow', 'drop', 'malformed', 'refuse'];

/** `linear slow 6000` as a fault, or what is wrong with it. */
function parseFault([service, kind, number]: readonly string[]): Fault | string {
  if (service !== 'linear' && service !== 'discord') return 'Break what? "linear" or "discord".';
  const known = KINDS.find((one) => one === kind);
  if (!known) return `Break it how? ${KINDS.join(', ')}.`;
  const value = Number(number);
  if ((known === 'slow' || known === 'status') && !Number.isInteger(value))
    return `"${known}" wants a number: ${known === 'slow' ? 'milliseconds' : 'the HTTP status'}.`;
  if (known === 'slow') return { service, kind: known, delayMs: value };
  if (known === 'status') return { service, kind: known, status: value };
  return { service, kind: known };
}
