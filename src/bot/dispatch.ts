import type { Reply } from '../ports/chat.ts';
import type { Asker, Command } from '../ports/command.ts';
import type { Acknowledged, Arrival, Incoming, IncomingSuggest } from '../ports/incoming.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError, toAppError } from '../shared/errors/app-error.ts';
import type { NewId } from '../shared/ids.ts';
import { errorReply } from './error-reply.ts';
import type { Guard, Verdict } from './guard.ts';
import type { Journal } from './journal.ts';
import { failure, runTurn, runWithProgress, suggestFor, type Turn, type TurnPorts } from './run-turn.ts';
import { within } from './within.ts';

export interface DispatchPorts extends TurnPorts {
  readonly commands: ReadonlyMap<string, Command>;
  readonly guard: Guard;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly newReference: NewId;
}

/** Ids of this process, so that an event that comes twice is handled once. */
const REMEMBERED = 5_000;
/** How long a stop waits for Discord to take the last words; who was not told is left to the next process. */
const LAST_WORDS_MS = 3_000;

type Outcome = 'done' | 'denied' | 'limited' | 'failed' | 'replayed' | 'too-late' | 'stopped';

interface InFlight {
  readonly arrival: Arrival;
  readonly reference: string;
  readonly settled: Promise<void>;
}

/** One pass of an arrival. `isCounted`: a predecessor has counted it against the person's rate limit. */
interface Pass {
  readonly reference: string;
  readonly isCounted: boolean;
}

/**
 * Flow A: somebody did something, and gets exactly one answer.
 *
 * 1. Twice the same id in this process: dropped.
 * 2. The guard decides (no waiting): a denial is answered privately, at once.
 * 3. `at-once` commands are answered in the acknowledgement; the others are acknowledged, journalled, run, and edited in.
 * 4. Discord says who was first: `already` means that a predecessor acknowledged it, so it is run only when the person
 *    still waits, and audited unless it was finished; `too-late` means that Discord has told the person.
 * 5. Whatever fails becomes a sentence with a reference; the log has the same reference, once.
 */
export class Dispatcher {
  readonly #ports: DispatchPorts;
  readonly #seen = new Set<string>();
  readonly #inFlight = new Map<string, InFlight>();
  /** Whose answer is on its way to Discord: a note that we stop would come on top of it. */
  readonly #beingAnswered = new Set<string>();
  #isStopping = false;

  constructor(ports: DispatchPorts) {
    this.#ports = ports;
  }

  /** Never throws and never waits: the work goes on in the background until `drain`. */
  handle(arrival: Arrival, options: { readonly isRevived: boolean } = { isRevived: false }): void {
    const { incoming } = arrival;
    if (this.#isStopping || this.#isKnown(incoming.id)) return;
    const reference = this.#ports.newReference();
    // Before anything waits: the session must not move past an interaction that is not on its way to the disk.
    if (incoming.kind !== 'suggest' && !options.isRevived) this.#take(arrival, reference);
    const settled = this.#turn(arrival, { reference, isCounted: options.isRevived })
      .then((outcome) => this.#settle(incoming, outcome))
      .catch((error: unknown) => this.#undelivered(incoming, reference, error))
      .finally(() => {
        this.#inFlight.delete(incoming.id);
        this.#beingAnswered.delete(incoming.id);
        this.#ports.metrics.set('onomancer_interactions_in_flight', {}, this.#inFlight.size);
      });
    this.#inFlight.set(incoming.id, { arrival, reference, settled });
    this.#ports.metrics.set('onomancer_interactions_in_flight', {}, this.#inFlight.size);
  }

  /** Waits for what is under way now, and goes on taking what comes; `late` when it took longer. */
  settle(timeoutMs: number): Promise<unknown> {
    return within(timeoutMs, Promise.all([...this.#inFlight.values()].map((each) => each.settled)));
  }

  /** Takes nothing new and waits for what is under way; who still waits after `timeoutMs` is told so. */
  async drain(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    if ((await this.settle(timeoutMs)) === 'late') await this.#tellThatWeStop();
  }

  /** Another process has taken over everything that is under way: nothing more is said from here. */
  abandon(): void {
    this.#isStopping = true;
    this.#inFlight.clear();
  }

  async #turn(arrival: Arrival, pass: Pass): Promise<Outcome> {
    const { incoming } = arrival;
    const { reference } = pass;
    const { commands, guard } = this.#ports;
    const command = commands.get(incoming.command);
    if (!command) return this.#unknownCommand(arrival, reference);
    const trouble = await guard.prepare(incoming.guildId);
    const verdict = guard.judge(incoming, command.spec, pass);
    if (verdict.kind === 'unsure')
      return this.#fail(arrival, reference, trouble ?? new AppError('DISCORD_UNREACHABLE'));
    if (verdict.kind !== 'allowed') return this.#refuse(arrival, verdict, pass);
    const asker: Asker = { userId: incoming.member.userId, name: incoming.member.name, audiences: verdict.audiences };
    const shared = { arrival, command, asker, reference };
    if (incoming.kind === 'suggest') return this.#suggest({ ...shared, incoming });
    const turn: Turn = { ...shared, incoming };
    return command.spec.answers === 'at-once' && incoming.kind === 'command' ? this.#atOnce(turn) : this.#later(turn);
  }

  /** Told privately and audited. */
  async #refuse(
    arrival: Arrival,
    { kind, reply }: Extract<Verdict, { reply: unknown }>,
    { reference }: Pass,
  ): Promise<Outcome> {
    const { incoming, answering } = arrival;
    if (incoming.kind === 'suggest') {
      // Comes with every key stroke: each as a row would fill the audit log. What is typed in the end is audited.
      await answering.suggest([]);
      return kind;
    }
    if ((await answering.note(reply)) === 'already') {
      // A predecessor let it pass, or had said the same.
      if (kind === 'limited') return this.#turn(arrival, { reference, isCounted: true });
      if (await answering.isUnanswered()) await this.#deliver(arrival, reply, true);
      await this.#auditAgain(incoming, kind, reference);
      return kind;
    }
    this.#audit(incoming, kind, reference);
    return kind;
  }

  /** A command that waits for nobody: its answer is the acknowledgement, which Discord takes only once. */
  async #atOnce(turn: Turn): Promise<Outcome> {
    const { reply, hasFailed } = await runTurn(this.#ports, turn);
    const acknowledged = await turn.arrival.answering.answer(reply, turn.command.spec.isPrivate || hasFailed);
    this.#observeAcknowledged(turn);
    const { incoming, reference } = turn;
    if (acknowledged === 'already') {
      await this.#auditAgain(incoming, incoming.kind, reference);
      return 'replayed';
    }
    this.#audit(incoming, incoming.kind, reference);
    if (acknowledged === 'too-late') return 'too-late';
    return hasFailed ? 'failed' : 'done';
  }

  async #later(turn: Turn): Promise<Outcome> {
    const { arrival, incoming, reference } = turn;
    const acknowledged = await this.#acknowledge(turn);
    this.#observeAcknowledged(turn);
    if (acknowledged === 'too-late') return 'too-late';
    if (acknowledged === 'already' && !(await arrival.answering.isUnanswered())) {
      await this.#auditAgain(incoming, incoming.kind, reference);
      return 'replayed';
    }
    this.#audit(incoming, incoming.kind, reference);
    const { reply, hasFailed } = await runWithProgress(this.#ports, turn, () => this.#inFlight.has(incoming.id));
    // After all timers that are due: a process that was frozen must first notice that another one has taken over.
    await new Promise((resume) => setImmediate(resume));
    // `drain` gave up on it and has told the person.
    if (this.#isStopping && !this.#inFlight.has(incoming.id)) return 'stopped';
    await this.#deliver(arrival, reply, hasFailed);
    this.#observeAnswered(turn);
    return hasFailed ? 'failed' : 'done';
  }

  /** When Discord was silent for all the time that there was, it may still have heard us: who waits for an answer shows it. */
  async #acknowledge({ arrival, command }: Turn): Promise<Acknowledged> {
    try {
      return await arrival.answering.acknowledge(command.spec.isPrivate);
    } catch (error) {
      if (toAppError(error).code === 'DISCORD_UNREACHABLE') return 'already';
      throw error;
    }
  }

  /** The answer to what is acknowledged. A failed press is told beside its message, which stays as it is. */
  async #deliver({ incoming, answering }: Arrival, reply: Reply, hasFailed: boolean): Promise<void> {
    this.#beingAnswered.add(incoming.id);
    if (hasFailed && incoming.kind === 'press') await answering.tell(reply);
    else await answering.finish(reply);
  }

  async #suggest(turn: Turn<IncomingSuggest>): Promise<Outcome> {
    const { choices, hasFailed } = await suggestFor(this.#ports, turn);
    await turn.arrival.answering.suggest(choices);
    return hasFailed ? 'failed' : 'done';
  }

  async #unknownCommand(arrival: Arrival, reference: string): Promise<Outcome> {
    const problem = `This version does not know /${arrival.incoming.command}.`;
    const wanted = 'An administrator runs `npm run register-commands`; /help shows what there is.';
    return this.#fail(arrival, reference, new AppError('INPUT_INVALID', { facts: { problem, wanted } }));
  }

  /** It could not even be begun. */
  async #fail(arrival: Arrival, reference: string, error: AppError): Promise<Outcome> {
    const { answering, incoming } = arrival;
    const reply = failure(this.#ports, { incoming, reference }, error);
    if (incoming.kind === 'suggest') await answering.suggest([]);
    else if ((await answering.note(reply)) === 'already' && (await answering.isUnanswered()))
      await this.#deliver(arrival, reply, true);
    return 'failed';
  }

  /** Even the answer could not be delivered: Discord is away. The row stays open, so a restart takes it up again. */
  #undelivered(incoming: Incoming, reference: string, cause: unknown): void {
    const error = toAppError(cause);
    this.#count(incoming, 'failed');
    this.#ports.metrics.count('onomancer_errors_total', { code: error.code });
    this.#ports.log.error('dispatch.undelivered', {
      error,
      reference,
      command: incoming.command,
      interaction: incoming.id,
    });
  }

  async #tellThatWeStop(): Promise<void> {
    const waiting = [...this.#inFlight.values()];
    const tell = async ({ arrival, reference, settled }: InFlight): Promise<void> => {
      const { incoming } = arrival;
      if (incoming.kind === 'suggest') return;
      if (this.#beingAnswered.has(incoming.id)) return settled;
      this.#inFlight.delete(incoming.id);
      await this.#deliver(arrival, errorReply(new AppError('STOPPING'), reference), true);
      this.#ports.journal.finish(incoming.id, 'failed');
    };
    await within(LAST_WORDS_MS, Promise.allSettled(waiting.map(tell)));
  }

  #take({ incoming, token, payload }: Arrival, reference: string): void {
    this.#ports.journal.take({ id: incoming.id, token, receivedAt: incoming.receivedAt, payload, reference });
  }

  #settle(incoming: Incoming, outcome: Outcome): void {
    this.#count(incoming, outcome);
    if (incoming.kind === 'suggest' || outcome === 'stopped') return;
    const isDone = outcome !== 'failed' && outcome !== 'too-late';
    this.#ports.journal.finish(incoming.id, isDone ? 'done' : 'failed');
  }

  #isKnown(id: string): boolean {
    if (this.#seen.has(id)) return true;
    this.#seen.add(id);
    const [oldest] = this.#seen;
    if (this.#seen.size > REMEMBERED && oldest !== undefined) this.#seen.delete(oldest);
    return false;
  }

  #observeAcknowledged({ incoming }: Turn): void {
    this.#ports.metrics.observe('onomancer_acknowledge_seconds', {}, this.#secondsSince(incoming.receivedAt));
  }

  #observeAnswered({ incoming, command }: Turn): void {
    this.#ports.metrics.observe(
      'onomancer_answer_seconds',
      { command: command.spec.name },
      this.#secondsSince(incoming.receivedAt),
    );
  }

  #secondsSince(time: Date): number {
    return Math.max(0, (this.#ports.clock.now().getTime() - time.getTime()) / 1000);
  }

  #count(incoming: Incoming, outcome: Outcome): void {
    this.#ports.metrics.count('onomancer_interactions_total', { command: this.#labelFor(incoming), outcome });
  }

  /** Labels are names of ours only: a hostile name must not become a time series. */
  #labelFor({ command }: Incoming): string {
    return this.#ports.commands.has(command) ? command : 'unknown';
  }

  /** For what a predecessor may have audited before it died: a line too many is better than one too few. */
  async #auditAgain(incoming: Incoming, action: string, reference: string): Promise<void> {
    if (!(await this.#ports.journal.isFinished(incoming.id))) this.#audit(incoming, action, reference);
  }

  #audit(incoming: Incoming, action: string, reference: string): void {
    this.#ports.journal.audit({
      at: this.#ports.clock.now(),
      actor: incoming.member.userId,
      action,
      subject: this.#labelFor(incoming),
      reference,
      detail: { interaction: incoming.id, guild: incoming.guildId, channel: incoming.channelId },
    });
  }
}
