import type { Choice, Form, Reply } from '../ports/chat.ts';
import type { Asker, Command, CommandRequest, FeaturePorts, FormRequest } from '../ports/command.ts';
import type { AnswerPlace, Arrival, Incoming, IncomingSuggest, IncomingTurn } from '../ports/incoming.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { AppError, toAppError } from '../shared/errors/app-error.ts';
import { assertNever } from '../shared/never.ts';
import { errorReply } from './error-reply.ts';
import { within } from './within.ts';

/** Somebody who is allowed to, and what they asked for. */
export interface Asked<I extends Incoming> {
  readonly arrival: Arrival;
  readonly incoming: I;
  readonly command: Command;
  readonly asker: Asker;
  readonly reference: string;
}

/** One interaction on its way, allowed. */
export interface Turn extends Asked<IncomingTurn> {
  readonly place: AnswerPlace;
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
/** A form is the first answer, which Discord takes for 3 seconds; the way there takes some of it. */
const FORM_WITHIN_MS = 1_500;

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
    if (isDone || !isOurs() || turn.place === 'in-place') return;
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

/** The form that the command wants to be filled in first; null when it goes on normally, an error when it failed. Never throws. */
export async function formFor({ features }: TurnPorts, turn: Turn): Promise<Form | null | AppError> {
  const { command } = turn;
  const asked = command.form === undefined ? null : formRequest(turn);
  if (!asked) return null;
  try {
    const form = await within(FORM_WITHIN_MS, Promise.resolve(command.form?.(features, asked) ?? null));
    if (form !== 'late') return form;
    return new AppError('INTERNAL', { facts: { problem: 'the form was not ready in time' } });
  } catch (error) {
    return toAppError(error);
  }
}

function formRequest(turn: Turn): FormRequest | null {
  const { incoming } = turn;
  const base = request(turn);
  switch (incoming.kind) {
    case 'command':
      return { kind: 'command', request: { ...base, options: incoming.options } };
    case 'menu':
      return { kind: 'menu', request: { ...base, target: incoming.target } };
    case 'press':
      return { kind: 'press', request: { ...base, id: incoming.buttonId } };
    case 'pick':
      return { kind: 'pick', request: { ...base, id: incoming.selectId, values: incoming.values } };
    case 'member-menu':
      return null;
    case 'submit':
      // A form cannot be answered with a form (interactions/receiving-and-responding, "Interaction Callback Type").
      return null;
    default:
      return assertNever(incoming);
  }
}

/** The suggestions for what somebody is typing; none when they could not be made. Never throws. */
export async function suggestFor(
  ports: TurnPorts,
  turn: Asked<IncomingSuggest>,
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
  { incoming, reference }: Pick<Asked<Incoming>, 'incoming' | 'reference'>,
  cause: unknown,
): Reply {
  const error = toAppError(cause);
  ports.metrics.count('onomancer_errors_total', { code: error.code });
  ports.log.error('dispatch.failed', { error, reference, command: incoming.command, kind: incoming.kind });
  return errorReply(error, reference);
}

async function invoke({ features }: TurnPorts, turn: Turn): Promise<Reply> {
  const { incoming, command } = turn;
  const base = request(turn);
  const answer = (): Promise<Reply> | undefined => {
    switch (incoming.kind) {
      case 'command':
        return command.run(features, { ...base, options: incoming.options });
      case 'menu':
        return command.runOnMessage?.(features, { ...base, target: incoming.target });
      case 'member-menu':
        return command.runOnMember?.(features, { ...base, target: incoming.target });
      case 'press':
        return command.press?.(features, { ...base, id: incoming.buttonId });
      case 'pick':
        return command.pick?.(features, { ...base, id: incoming.selectId, values: incoming.values });
      case 'submit': {
        const { formId: id, texts, choices } = incoming;
        return command.submit?.(features, { ...base, id, texts, choices });
      }
      default:
        return assertNever(incoming);
    }
  };
  const answered = answer();
  if (answered) return answered;
  throw new AppError('INPUT_INVALID', {
    facts: { problem: 'This is from an earlier version of the bot.', wanted: `Use /${command.spec.name} again.` },
  });
}

function request({ incoming, asker, reference }: Asked<Incoming>): Omit<CommandRequest, 'options'> {
  const { guildId, channelId, id: interactionId } = incoming;
  return { asker, guildId, channelId, reference, interactionId };
}
