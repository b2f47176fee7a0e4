import { createInterface } from 'node:readline/promises';
import { ComponentType } from 'discord-api-types/v10';
import { AppError } from '../src/shared/errors/app-error.ts';
import { explain } from '../src/shared/errors/catalogue.ts';
import { waitForAnswer } from './answer.ts';
import type { BotProcess } from './bot-process.ts';
import { chatCommand } from './chat-commands.ts';
import { printNews } from './demo-events.ts';
import { controlsOf } from './discord/people/controls.ts';
import type { Outcome } from './discord/people/outcome.ts';
import type { DiscordPerson } from './discord/people/person.ts';
import type { SandboxMessage } from './discord/world/message.ts';
import type { House } from './house.ts';
import { onNews } from './news.ts';
import { printOutcome } from './print-outcome.ts';

/** Where somebody is in the chat: who they are, where, and what they look at. */
export interface Seat {
  readonly house: House;
  person: DiscordPerson;
  channel: string;
  lastMessage: SandboxMessage | null;
  /** The form that the bot has opened, and what is filled in so far. */
  form: OpenForm | null;
  bot: BotProcess;
}

export interface OpenForm {
  readonly opened: Extract<Outcome, { kind: 'form' }>;
  readonly values: Record<string, string | readonly string[]>;
}

const INTRO = `
A small Discord on your own machine, with the real bot in it.

  /show-sprint     a slash command; TAB completes commands, options and values
  1                presses the first button of the last reply
  :move ENG-130 "In Review"
                   something happens in Linear; what the bot says to it appears by itself
  :as newcomer     makes you somebody else (:people lists them)
  :help            everything else; :quit or Ctrl-D ends it
`;

/** Reads lines until the input ends; each is a slash command, a button number, or a command of the chat. */
export async function chat(seat: Seat, input: NodeJS.ReadableStream, output: NodeJS.WriteStream): Promise<void> {
  const isTerminal = output.isTTY && (input as NodeJS.ReadStream).isTTY;
  const say = (text: string): void => void output.write(`${text}\n`);
  // The chat goes on without suggestions when the bot cannot make any.
  const completer = async (line: string): Promise<[string[], string]> => [
    await complete(seat, line).catch(() => []),
    line,
  ];
  const lines = createInterface({ input, output, terminal: isTerminal, completer });
  const prompt = (): void => {
    lines.setPrompt(`${seat.person.name} #${seat.channel} › `);
    lines.prompt();
  };
  say(INTRO);
  prompt();
  const print = printNews(seat.house, isTerminal);
  const stopNews = onNews(seat.house, (news) => {
    say(print(news));
    prompt();
  });
  for await (const line of lines) {
    // A script on standard input leaves no trace of what it typed; a transcript should.
    if (!isTerminal) say(line);
    if (line.trim() === ':quit') break;
    const answer = await respond(seat, line.trim(), isTerminal).catch((error: unknown) => `  ${problemOf(error)}`);
    if (answer !== '') say(`${answer}\n`);
    prompt();
  }
  stopNews();
  lines.close();
  say('');
}

async function respond(seat: Seat, line: string, hasColours: boolean): Promise<string> {
  if (line === '') return '';
  if (line.startsWith('/')) return show(seat, await seat.person.type(line, { channel: seat.channel }), hasColours);
  if (/^\d{1,2}$/.test(line)) return press(seat, Number(line), hasColours);
  if (line.startsWith(':'))
    return chatCommand({ seat, show: (outcome) => show(seat, outcome, hasColours) }, line.slice(1));
  return '  A slash command starts with "/", a command of this chat with ":" (:help lists them).';
}

async function show(seat: Seat, outcome: Outcome, hasColours: boolean): Promise<string> {
  const settled = await waitForAnswer(seat.house.discord, outcome);
  if ((settled.kind === 'answered' || settled.kind === 'unfinished') && settled.message)
    seat.lastMessage = settled.message;
  seat.form = settled.kind === 'form' ? { opened: settled, values: {} } : null;
  return printOutcome(seat.house, settled, hasColours);
}

async function press(seat: Seat, number: number, hasColours: boolean): Promise<string> {
  const message = seat.lastMessage;
  const button = message ? controlsOf(message)[number - 1] : undefined;
  if (!message || !button) return `  The last reply has no button ${number}.`;
  if (button.type !== ComponentType.Button) return `  This is a list: ":pick ${number} VALUE" chooses.`;
  if (!('custom_id' in button)) return '  This button is a link: open it in a browser.';
  return show(seat, await seat.person.press(message, button.custom_id), hasColours);
}

async function complete({ person, channel }: Seat, line: string): Promise<string[]> {
  if (!line.startsWith('/')) return [];
  const suggestions = await person.complete(line, { channel, waitMs: 2_000 });
  return suggestions.map((suggestion) => suggestion.line);
}

/** The sandbox explains refusals itself; anything else by its message. */
function problemOf(error: unknown): string {
  if (error instanceof AppError) {
    const { says, hint } = explain(error.code, error.facts);
    return `${says} ${hint}`;
  }
  return error instanceof Error ? error.message : String(error);
}
