import { waitForAnswer } from '../../sandbox/answer.ts';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import type { Outcome } from '../../sandbox/discord/people/outcome.ts';
import type { Acting } from '../../sandbox/discord/people/person.ts';
import { printMessage } from '../../sandbox/discord/print-message.ts';
import type { SandboxMessage } from '../../sandbox/discord/world/message.ts';
import type { Journey } from './journey.ts';
import { until } from './journey.ts';

/** A message as text; without the line that says who wrote it and when, and without the frame of a card. */
export function wordsOf({ discord }: Pick<Journey, 'discord'>, message: SandboxMessage): string {
  const printed = printMessage(message, { world: discord.world, now: new Date(), width: 400 });
  return printed
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ {2}(?:┃ ?)?/, ''))
    .join('\n')
    .trim();
}

/** What a person reads in the end: the answer, not the note that it takes longer. */
export async function says(journey: Journey, name: string, line: string, acting: Acting = {}): Promise<string> {
  return textOf(journey, await answerTo(journey, name, line, acting));
}

/** The same, with the whole outcome. */
export async function answerTo(journey: Journey, name: string, line: string, acting: Acting = {}): Promise<Outcome> {
  const typed = await journey.person(name).type(line, { channel: 'sprint', ...acting });
  return waitForAnswer(journey.discord, typed);
}

/** What a person sees after a press. */
export async function pressed(
  journey: Journey,
  name: string,
  { message, label }: { readonly message: SandboxMessage; readonly label: string },
): Promise<Extract<Outcome, { kind: 'answered' }>> {
  return answered(await waitForAnswer(journey.discord, await journey.person(name).press(message, label)));
}

/** Throws when nobody answered. */
export function answered(outcome: Outcome): Extract<Outcome, { kind: 'answered' }> {
  if (outcome.kind !== 'answered') throw new Error(`Nobody answered: ${JSON.stringify(outcome).slice(0, 500)}`);
  return outcome;
}

export function textOf(journey: Pick<Journey, 'discord'>, outcome: Outcome): string {
  if (outcome.kind === 'not-acknowledged') return 'The application did not respond.';
  if (outcome.kind !== 'answered') return `(${outcome.kind})`;
  return wordsOf(journey, outcome.message);
}

/** The words of an error card without its reference: `code`, and the text above it. Null when it is none. */
export function errorIn(text: string): { readonly code: string; readonly words: string } | null {
  const found = /^(?<words>[\s\S]*?)\n+Reference [0-9A-Z]{8} · (?<code>[A-Z_]+)$/.exec(text);
  return found?.groups ? { code: found.groups['code'] ?? '', words: found.groups['words'] ?? '' } : null;
}

interface Health {
  readonly status: string;
  readonly services: readonly { readonly name: string; readonly state: string; readonly detail: string }[];
}

/** `/health` of a bot, asked over HTTP as a monitor does. */
export async function healthOf(bot: BotProcess): Promise<Health & { readonly httpStatus: number }> {
  const response = await fetch(`${await addressOf(bot)}/health`);
  return { ...((await response.json()) as Health), httpStatus: response.status };
}

/** Any page of a bot's HTTP server. */
export async function page(bot: BotProcess, path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${await addressOf(bot)}${path}`);
  return { status: response.status, text: await response.text() };
}

/** Waits until a service is in this state, and gives its sentence. */
export function untilService(bot: BotProcess, name: string, state: string, patienceMs = 20_000): Promise<string> {
  return until(
    `${name} is ${state}`,
    async () => (await healthOf(bot)).services.find((one) => one.name === name && one.state === state)?.detail,
    patienceMs,
  );
}

export function addressOf(bot: BotProcess): Promise<string> {
  return until('the bot tells its HTTP address', () =>
    bot.lines.flatMap((line) => (line.includes('"http.listening"') ? [addressIn(line)] : [])).at(0),
  );
}

function addressIn(line: string): string {
  return (JSON.parse(line) as { readonly address: string }).address;
}
