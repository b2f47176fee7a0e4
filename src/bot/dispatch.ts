import type { Form, Reply } from '../ports/chat.ts';
import type { Asker, Command } from '../ports/command.ts';
import type { Acknowledged, AnswerPlace, Arrival, Incoming, IncomingSuggest } from '../ports/incoming.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError, toAppError } from '../shared/errors/app-error.ts';
import type { NewId } from '../shared/ids.ts';
import { errorReply } from './error-reply.ts';
import { findCommand, placeOf, unknownCommand } from './find-command.ts';
import type { Guard, Verdict } from './guard.ts';
import type { Journal } from './journal.ts';
import {
  type Asked,
  failure,
  formFor,
  runTurn,
  runWithProgress,
  suggestFor,
  type Turn,
  type TurnPorts,
} from './run-turn.ts';
import { TurnRecords } from './turn-records.ts';
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

type Outcome = 'done' | 'form' | 'denied' | 'limited' | 'failed' | 'replayed' | 'too-late' | 'stopped';

interface InFlight {
  readonly arrival: Arrival;
  readonly reference: string;
  readonly settled: Promise<void>;
}

/** What is said in the end, and where it was to go. */
interface LastWord {
  readonly reply: Reply;
  readonly hasFailed: boolean;
  readonly place: AnswerPlace;
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
 * 3. A command that wants a form first opens it: that is the answer, and what is sent comes as an interaction of its own.
 *    `at-once` commands are answered in the acknowledgement; the others are acknowledged, journalled, run, and edited in.
 * 4. Discord says who was first: `already` means that a predecessor acknowledged it, so it is run only when the person
 *    still waits, and audited unless it was finished; `too-late` means that Discord has told the person.
 * 5. Whatever fails becomes a sentence with a reference; the log has the same reference, once.
 */
export class Dispatcher {
  readonly #ports: DispatchPorts;
  readonly #records: TurnRecords;
  readonly #seen = new Set<string>();
  readonly #inFlight = new Map<string, InFlight>();
  /** Whose answer is on its way to Discord: a note that we stop would come on top of it. */
  readonly #beingAnswered = new Set<string>();
  #isStopping = false;

  constructor(ports: DispatchPorts) {
    this.#ports = ports;
    this.#records = new TurnRecords(ports);
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
    const command = findCommand(commands, incoming);
    if (!command) return this.#fail(arrival, reference, unknownCommand(incoming));
    const trouble = await guard.prepare(incoming.guildId);
    const verdict = guard.judge(incoming, command.spec, pass);
    if (verdict.kind === 'unsure')
      return this.#fail(arrival, reference, trouble ?? new AppError('DISCORD_UNREACHABLE'));
    if (verdict.kind !== 'allowed') return this.#refuse(arrival, verdict, pass);
    const asker: Asker = { userId: incoming.member.userId, name: incoming.member.name, audiences: verdict.audiences };
    const shared = { arrival, command, asker, reference };
    if (incoming.kind === 'suggest') return this.#suggest({ ...shared, incoming });
    const turn: Turn = { ...shared, incoming, place: placeOf(incoming, command) };
    const form = await formFor(this.#ports, turn);
    if (form instanceof AppError) return this.#fail(arrival, reference, form);
    if (form) return this.#openForm(turn, form);
    return command.spec.answers === 'at-once' && incoming.kind === 'command' ? this.#atOnce(turn) : this.#later(turn);
  }

  /** Discord takes a form only as the first answer; `already`: a predecessor opened it, and it still stands there. */
  async #openForm({ arrival, incoming, reference }: Turn, form: Form): Promise<Outcome> {
    const acknowledged = await arrival.answering.openForm(form);
    this.#records.acknowledged(incoming);
    if (acknowledged === 'already') {
      await this.#records.auditAgain(incoming, incoming.kind, reference);
      return 'replayed';
    }
    this.#records.audit(incoming, incoming.kind, reference);
    return acknowledged === 'too-late' ? 'too-late' : 'form';
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
      await this.#deliverIfUnanswered(arrival, reply);
      await this.#records.auditAgain(incoming, kind, reference);
      return kind;
    }
    this.#records.audit(incoming, kind, reference);
    return kind;
  }

  /** A command that waits for nobody: its answer is the acknowledgement, which Discord takes only once. */
  async #atOnce(turn: Turn): Promise<Outcome> {
    const { reply, hasFailed } = await runTurn(this.#ports, turn);
    const acknowledged = await turn.arrival.answering.answer(reply, turn.command.spec.isPrivate || hasFailed);
    const { incoming, reference } = turn;
    this.#records.acknowledged(incoming);
    if (acknowledged === 'already') {
      await this.#records.auditAgain(incoming, incoming.kind, reference);
      return 'replayed';
    }
    this.#records.audit(incoming, incoming.kind, reference);
    if (acknowledged === 'too-late') return 'too-late';
    return hasFailed ? 'failed' : 'done';
  }

  async #later(turn: Turn): Promise<Outcome> {
    const { arrival, incoming, reference, place } = turn;
    const acknowledged = await this.#acknowledge(turn);
    this.#records.acknowledged(incoming);
    if (acknowledged === 'too-late') return 'too-late';
    if (acknowledged === 'already' && !(await arrival.answering.isUnanswered(place))) {
      await this.#records.auditAgain(incoming, incoming.kind, reference);
      return 'replayed';
    }
    this.#records.audit(incoming, incoming.kind, reference);
    const { reply, hasFailed } = await runWithProgress(this.#ports, turn, () => this.#inFlight.has(incoming.id));
    if (reply.changed) this.#records.auditChange(incoming, reply.changed, reference);
    // After all timers that are due: a process that was frozen must first notice that another one has taken over.
    await new Promise((resume) => setImmediate(resume));
    // `drain` gave up on it and has told the person.
    if (this.#isStopping && !this.#inFlight.has(incoming.id)) return 'stopped';
    await this.#deliver(arrival, { reply, hasFailed, place });
    this.#records.answered(incoming);
    return hasFailed ? 'failed' : 'done';
  }

  /** When Discord was silent for all the time that there was, it may still have heard us: who waits for an answer shows it. */
  async #acknowledge({ arrival, place }: Turn): Promise<Acknowledged> {
    try {
      return await arrival.answering.acknowledge(place);
    } catch (error) {
      if (toAppError(error).code === 'DISCORD_UNREACHABLE') return 'already';
      throw error;
    }
  }

  /** The answer to what is acknowledged. A failed press is told beside its message, which stays as it is. */
  async #deliver({ incoming, answering }: Arrival, { reply, hasFailed, place }: LastWord): Promise<void> {
    this.#beingAnswered.add(incoming.id);
    const isBeside = place === 'in-place' && (hasFailed || reply.placement === 'private');
    if (isBeside) await answering.tell(reply);
    else await answering.finish(reply);
  }

  /** For what a predecessor has acknowledged and what is now refused or fails. */
  async #deliverIfUnanswered(arrival: Arrival, reply: Reply): Promise<void> {
    const place = this.#placeOf(arrival.incoming);
    if (await arrival.answering.isUnanswered(place)) await this.#deliver(arrival, { reply, hasFailed: true, place });
  }

  #placeOf(incoming: Incoming): AnswerPlace {
    return placeOf(incoming, findCommand(this.#ports.commands, incoming));
  }

  async #suggest(turn: Asked<IncomingSuggest>): Promise<Outcome> {
    const { choices, hasFailed } = await suggestFor(this.#ports, turn);
    await turn.arrival.answering.suggest(choices);
    return hasFailed ? 'failed' : 'done';
  }

  /** It could not even be begun. */
  async #fail(arrival: Arrival, reference: string, error: AppError): Promise<Outcome> {
    const { answering, incoming } = arrival;
    const reply = failure(this.#ports, { incoming, reference }, error);
    if (incoming.kind === 'suggest') await answering.suggest([]);
    else if ((await answering.note(reply)) === 'already') await this.#deliverIfUnanswered(arrival, reply);
    return 'failed';
  }

  /** Even the answer could not be delivered: Discord is away. The row stays open, so a restart takes it up again. */
  #undelivered(incoming: Incoming, reference: string, cause: unknown): void {
    const error = toAppError(cause);
    this.#records.count(incoming, 'failed');
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
      const reply = errorReply(new AppError('STOPPING'), reference);
      await this.#deliver(arrival, { reply, hasFailed: true, place: this.#placeOf(incoming) });
      this.#ports.journal.finish(incoming.id, 'failed');
    };
    await within(LAST_WORDS_MS, Promise.allSettled(waiting.map(tell)));
  }

  #take({ incoming, token, payload }: Arrival, reference: string): void {
    this.#ports.journal.take({ id: incoming.id, token, receivedAt: incoming.receivedAt, payload, reference });
  }

  #settle(incoming: Incoming, outcome: Outcome): void {
    this.#records.count(incoming, outcome);
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
}
