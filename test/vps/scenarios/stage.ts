import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Busyness, tellBusyness } from '../../bench/machine.ts';
import { Box } from '../box/box.ts';
import { reboot } from '../box/power.ts';
import { type BoxOptions, type Machine, openLab, renewBox } from '../lab/lab.ts';
import { labPlaces } from '../lab/places.ts';
import { failure, type Ran } from '../lab/run.ts';
import type { Finding, Moment, Result, StepTime } from '../report/finding.ts';
import type { Comparison, Reach } from '../report/reach.ts';
import { seconds } from '../report/summary.ts';
import type { SetupProgram } from '../setup/setup-program.ts';
import { Visitor } from '../visitor/visitor.ts';

/** What all scenarios of one run share. */
export interface Hall {
  readonly machine: Machine;
  /** The name of the lab of this run. */
  readonly labName: string;
  readonly setup: SetupProgram;
  readonly isFull: boolean;
  readonly logsDir: string;
  readonly say: (text: string) => void;
  /** Aborted when the run is to end at once: nothing new is begun then. */
  readonly ending: AbortSignal;
  readonly findings: Finding[];
  readonly steps: StepTime[];
  readonly reaches: Reach[];
  readonly comparisons: Comparison[];
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  run(stage: Stage): Promise<void>;
}

/** What a check says: it holds, with what was seen, or not, with why. */
export interface Verdict {
  readonly isFine: boolean;
  readonly seen: string;
}

export const fine = (seen = ''): Verdict => ({ isFine: true, seen });
export const wrong = (seen: string): Verdict => ({ isFine: false, seen });
export const expecting = (isFine: boolean, seen: string): Verdict => ({ isFine, seen });

/** One scenario at work: a box, somebody outside of it, and a place for what is found. */
export class Stage {
  readonly hall: Hall;
  readonly box: Box;
  readonly #scenario: string;
  readonly #log: string;
  #visitor: Visitor | null = null;
  #moment: Moment = 'fresh';

  constructor(hall: Hall, scenario: string) {
    this.hall = hall;
    this.#scenario = scenario;
    mkdirSync(hall.logsDir, { recursive: true });
    this.#log = join(hall.logsDir, `${scenario}.log`);
    this.box = new Box(labPlaces(hall.machine.home, hall.labName), hall.machine.cache);
  }

  /** The world is opened once; every later call gives it another box. */
  async newBox(options: BoxOptions = {}): Promise<void> {
    const { machine, labName } = this.hall;
    await this.step('new box', async () => {
      if (this.#isOpen()) await renewBox(machine, labName, { disk: 'overlay', ...options });
      else await openLab(machine, labName, options, this.hall.say);
    });
    this.#moment = 'fresh';
  }

  async reboot(): Promise<void> {
    await this.step('reboot', () => reboot(this.box.lab));
    this.#moment = 'rebooted';
  }

  async visitor(): Promise<Visitor> {
    this.#visitor ??= await Visitor.send(this.box.lab);
    return this.#visitor;
  }

  /** Something that is done, with its time; what it gives comes back. */
  async step<T>(title: string, act: () => Promise<T>): Promise<T> {
    this.hall.ending.throwIfAborted();
    const startedAt = performance.now();
    this.log(`── ${title}`);
    try {
      return await act();
    } finally {
      const ms = performance.now() - startedAt;
      this.hall.steps.push({ scenario: this.#scenario, title, ms, isPart: false });
      this.hall.say(`  ${seconds(ms).padStart(8)}  ${title}`);
      this.log(`── ${title}: ${seconds(ms)}`);
    }
  }

  /** Looks at one promise, and says whether it holds. A check that breaks has failed: nothing is left out. */
  async check(what: string, act: () => Promise<Verdict>): Promise<boolean> {
    const startedAt = performance.now();
    let verdict: Verdict;
    try {
      verdict = await act();
    } catch (error) {
      verdict = wrong(error instanceof Error ? error.message : String(error));
    }
    this.#found(what, verdict.isFine ? 'passed' : 'failed', verdict.seen);
    this.hall.steps.push({ scenario: this.#scenario, title: what, ms: performance.now() - startedAt, isPart: true });
    return verdict.isFine;
  }

  /**
   * Looks at how long something took. On a machine that others keep busy a time says nothing, so one that is too long is
   * not held against anybody then. False only when it is.
   */
  async checkTime(what: string, busyness: Busyness, verdict: Verdict): Promise<boolean> {
    if (verdict.isFine || !busyness.isBusy) return await this.check(what, () => Promise.resolve(verdict));
    this.skip(what, `${verdict.seen}; ${tellBusyness(busyness)}`);
    return true;
  }

  /** A row of the table at the end: what was promised, and how far it came. */
  reached(row: Omit<Reach, 'result'>, isMet: boolean): void {
    this.hall.reaches.push({ ...row, result: isMet ? 'passed' : 'failed' });
    this.log(`${isMet ? '✔' : '✘'} ${row.what}, reach ${row.reach}: ${row.seen}`);
  }

  /** The scenario could not go on. */
  broke(why: string): void {
    this.#found('the scenario runs to its end', 'failed', why);
  }

  skip(what: string, why: string): void {
    this.#found(what, 'skipped', why);
  }

  /** Everything that was said goes into the log of the scenario. */
  log(text: string): void {
    appendFileSync(this.#log, `${new Date().toISOString()} ${text.trimEnd()}\n`);
  }

  logRan(title: string, ran: Ran): void {
    this.log(`${title} → ${ran.code} after ${seconds(ran.ms)}\n${ran.out}${ran.err}`);
  }

  /** Throws unless it worked; for what a scenario cannot go on without. */
  needs(title: string, ran: Ran): Ran {
    this.logRan(title, ran);
    if (ran.code !== 0) throw new Error(failure([title], ran));
    return ran;
  }

  /** The same for what says too much for a log. */
  needsQuietly(title: string, ran: Ran): Ran {
    if (ran.code !== 0) throw new Error(failure([title], ran));
    return ran;
  }

  close(): void {
    this.#visitor?.leave();
    this.#visitor = null;
  }

  #isOpen(): boolean {
    return this.hall.steps.some(({ title }) => title === 'new box');
  }

  #found(what: string, result: Result, seen: string): void {
    this.hall.findings.push({ scenario: this.#scenario, what, moment: this.#moment, result, seen });
    const mark = result === 'passed' ? '✔' : result === 'failed' ? '✘' : '–';
    this.log(`${mark} ${what}: ${seen}`);
    if (result !== 'passed') this.hall.say(`  ${mark} ${what}: ${seen}`);
  }
}
