import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { inLab } from '../lab/network.ts';
import type { LabPlaces } from '../lab/places.ts';
import type { Errands } from './visitor-main.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly problem?: string;
}

interface Waiting {
  readonly done: (result: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** Somebody in the network of a lab, at any address of the outside. */
export class Visitor {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message) => this.#receive(message as Reply));
    child.on('exit', (code) => {
      for (const { fail } of this.#waiting.values()) fail(new Error(`The visitor ended with exit code ${code}.`));
      this.#waiting.clear();
    });
  }

  static async send(lab: LabPlaces): Promise<Visitor> {
    const main = join(import.meta.dirname, 'visitor-main.ts');
    const [program = '', ...args] = inLab(lab.netns, [process.execPath, '--import', 'tsx', main]);
    const visitor = new Visitor(spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
    await visitor.#wait(0);
    return visitor;
  }

  /** Does an errand there; everything crosses as JSON. */
  async do<Name extends keyof Errands>(
    name: Name,
    ...args: Parameters<Errands[Name]>
  ): Promise<Awaited<ReturnType<Errands[Name]>>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = this.#wait(id);
    this.#child.send({ id, name, args });
    return (await answer) as Awaited<ReturnType<Errands[Name]>>;
  }

  leave(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #wait(id: number): Promise<unknown> {
    return new Promise((done, fail) => this.#waiting.set(id, { done, fail }));
  }

  #receive({ id, result, problem }: Reply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (problem === undefined) waiting?.done(result);
    else waiting?.fail(new Error(problem));
  }
}
