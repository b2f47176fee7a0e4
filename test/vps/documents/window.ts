import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { Command } from '../lab/run.ts';

/** How long the shell has to be silent behind its prompt. */
const QUIET_MS = 300;
const PROMPT = /[$#] $/;

/** What a person answers, by the end of what stands on the screen. */
export type Answers = readonly (readonly [question: RegExp, answer: string])[];

/** A terminal window of somebody who types line by line and answers what is asked. */
export class Window {
  readonly #child: ChildProcess;
  readonly #answers: Answers;
  #shown = '';
  #shownAt = performance.now();

  /** script(1) brings the terminal that ssh, sudo and adduser want to see. */
  constructor([program = '', ...args]: Command, answers: Answers) {
    this.#answers = answers;
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const show = (chunk: Buffer): void => {
      this.#shown += stripVTControlCharacters(chunk.toString('utf8')).replaceAll('\r', '');
      this.#shownAt = performance.now();
    };
    this.#child.stdout?.on('data', show);
    this.#child.stderr?.on('data', show);
    this.#child.stdin?.on('error', () => undefined);
  }

  /** Types a line; what came of it, when the shell asks for the next one. */
  async type(line: string, limitMs: number): Promise<{ readonly code: number; readonly shown: string }> {
    const shown = await this.#enter(line, limitMs);
    const told = await this.#enter('echo "ended with: $?."', limitMs);
    const code = /^ended with: (\d+)\.$/m.exec(told)?.[1];
    return { code: code === undefined ? 255 : Number(code), shown };
  }

  close(): void {
    this.#child.stdin?.end();
    this.#child.kill('SIGHUP');
  }

  async #enter(line: string, limitMs: number): Promise<string> {
    const start = this.#shown.length;
    let answered = start;
    this.#shownAt = performance.now();
    this.#child.stdin?.write(`${line}\n`);
    const until = performance.now() + limitMs;
    while (performance.now() < until) {
      await wait(50);
      const isQuiet = performance.now() - this.#shownAt > QUIET_MS;
      const fresh = this.#shown.slice(answered);
      if (!isQuiet || fresh === '') continue;
      const reply = this.#answers.find(([question]) => question.test(fresh));
      if (reply !== undefined) {
        answered = this.#shown.length;
        this.#shownAt = performance.now();
        this.#child.stdin?.write(`${reply[1]}\n`);
      } else if (PROMPT.test(fresh)) return this.#shown.slice(start);
    }
    throw new Error(`“${line}” took too long. Shown: ${this.#shown.slice(start).slice(-600)}`);
  }
}
