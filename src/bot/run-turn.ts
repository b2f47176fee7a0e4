import type { Choice, Reply } from '../ports/chat.ts';
import type { Asker, Command, CommandRequest, FeaturePorts } from '../ports/command.ts';
import type { Arrival, Incoming, IncomingCommand, IncomingPress, IncomingSuggest } from '../ports/incoming.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { AppError, toAppError } from '../shared/errors/app-error.ts';
import { errorReply } from './error-reply.ts';

/** One interaction on its way, allowed. */
export interface Turn<I extends Incoming = IncomingCommand | IncomingPress> {
  readonly arrival: Arrival;
  readonly incoming: I;
  readonly command: Command;
  readonly asker: Asker;
  readonly reference: string;
}

export interface TurnPorts {
  readonly features: FeaturePorts;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What to say, and whether it is the sentence of an error. */
export interface TurnResult {
  readonly reply: Reply;
  readonly hasFailed: boolean;
}

/** How long people wait before they are told that it takes longer. */
const PROGRESS_AFTER_MS = 4_000;
/** Discord takes at most this many suggestions. */
const MAX_CHOICES = 25;
/** Discord drops suggestions that come after 3 seconds; the way there takes some of it. */
const SUGGEST_WITHIN_MS = 2_200;

/** Runs the command; a failure becomes its sentence. Never throws. */
export async function runTurn(ports: TurnPorts, turn: Turn): Promise<TurnResult> {
  try {
    return { reply: await invoke(ports, turn), hasFailed: false };
  } catch (error) {
    return { reply: failure(ports, turn, error), hasFailed: true };
  }
}

/** As `runTurn`, and whoever waits for long is told that it goes on, if `isOurs` then. */
export async function runWithProgress(ports: TurnPorts, turn: Turn, isOurs: () => boolean): Promise<TurnResult> {
  let telling: Promise<void> = Promise.resolve();
  let isDone = false;
  const tell = (): void => {
    if (isDone || !isOurs() || turn.incoming.kind === 'press') return;
    telling = turn.arrival.answering.progress('Still working on it: an answer is slow to come.').catch(() => undefined);
  };
  // After all timers that are due: a process that was frozen must first notice that another one has taken over.
  const timer = setTimeout(() => setImmediate(tell), PROGRESS_AFTER_MS);
  const result = await runTurn(ports, turn);
  clearTimeout(timer);
  isDone = true;
  // The answer must come after the note, or the note would cover it.
  await telling;
  return result;
}

/** The suggestions for what somebody is typing; none when they could not be made. Never throws. */
export async function suggestFor(
  ports: TurnPorts,
  turn: Turn<IncomingSuggest>,
): Promise<{ readonly choices: readonly Choice[]; readonly hasFailed: boolean }> {
  const { command, incoming } = turn;
  try {
    const { options, option, typed } = incoming;
    const made = command.suggest?.(ports.features, { ...request(turn), options, option, typed }) ?? [];
    const choices = await inTime(made, typed);
    return { choices: choices.slice(0, MAX_CHOICES), hasFailed: false };
  } catch (error) {
    failure(ports, turn, error);
    return { choices: [], hasFailed: true };
  }
}

/** The choices, or after a while one that says that they are slow; taking it keeps what was typed. */
async function inTime(made: Promise<readonly Choice[]> | readonly Choice[], typed: string): Promise<readonly Choice[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Choice[]>((resolve) => {
    const value = typed.trim() === '' ? '?' : typed.slice(0, 100);
    timer = setTimeout(
      () => resolve([{ name: 'The suggestions are slow to come: go on typing.', value }]),
      SUGGEST_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([made, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The boundary: logged once here, with the reference that the person sees. */
export function failure(
  ports: TurnPorts,
  { incoming, reference }: Pick<Turn<Incoming>, 'incoming' | 'reference'>,
  cause: unknown,
): Reply {
  const error = toAppError(cause);
  ports.metrics.count('onomancer_errors_total', { code: error.code });
  ports.log.error('dispatch.failed', { error, reference, command: incoming.command, kind: incoming.kind });
  return errorReply(error, reference);
}

async function invoke({ features }: TurnPorts, turn: Turn): Promise<Reply> {
  const { incoming, command } = turn;
  if (incoming.kind === 'command') return command.run(features, { ...request(turn), options: incoming.options });
  if (command.press) return command.press(features, { ...request(turn), id: incoming.buttonId });
  throw new AppError('INPUT_INVALID', {
    facts: { problem: 'This button is from an earlier version.', wanted: `Use /${command.spec.name} again.` },
  });
}

function request({ incoming, asker, reference }: Turn<Incoming>): Omit<CommandRequest, 'options'> {
  return { asker, guildId: incoming.guildId, channelId: incoming.channelId, reference };
}
