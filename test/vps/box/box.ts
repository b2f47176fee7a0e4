import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CachePlaces, LabPlaces } from '../lab/places.ts';
import { type Command, type Ran, type RunOptions, run } from '../lab/run.ts';
import { inside, leaderPid, runThroughInit, type UnitOptions } from './leader.ts';
import { type Login, sshCommand } from './ssh.ts';

/** One box from the side of who works on it or attacks it. */
export class Box {
  readonly lab: LabPlaces;
  readonly #cache: CachePlaces;

  constructor(lab: LabPlaces, cache: CachePlaces) {
    this.lab = lab;
    this.#cache = cache;
  }

  get cache(): CachePlaces {
    return this.#cache;
  }

  /** A command line over ssh from outside; with time limits, because a ban can cut a connection in the middle. */
  async ssh(line: string, login: Login = {}, options: RunOptions = {}): Promise<Ran> {
    const command = sshCommand(this.lab, this.#cache, login, [line]);
    return await run(command, { timeoutMs: 20_000, ...options, env: this.environment(login) });
  }

  /** A command as the box's own init would run it. */
  async run(command: Command, options: UnitOptions = {}): Promise<Ran> {
    return await runThroughInit(this.lab, command, options);
  }

  /** A line for the shell, through the box's init. */
  async sh(line: string, options: UnitOptions = {}): Promise<Ran> {
    return await this.run(['bash', '-c', line], options);
  }

  /** What a line for the shell prints, trimmed; with what it says when it fails. */
  async ask(line: string, options: UnitOptions = {}): Promise<string> {
    const { out, err, code } = await this.sh(line, options);
    return code === 0 ? out.trim() : `${out.trim()} (exit code ${code}) ${err.trim()}`.trim();
  }

  /** Copies files, or a whole directory, to the box; `names` are relative to `from`. */
  async push(from: string, names: readonly string[], to: string): Promise<void> {
    const leader = leaderPid(this.lab);
    if (leader === null) throw new Error('The box is off.');
    const list = names.map((name) => `${name}\0`).join('');
    const pack = ['tar', '-C', from, '--null', '--owner=0', '--group=0', '-T', '-', '-czf', '-'];
    const archive = join(this.lab.dir, 'push.tgz');
    const packed = await run(['sh', '-c', `exec "$@" > ${archive}`, 'sh', ...pack], {
      input: list,
      timeoutMs: 120_000,
    });
    if (packed.code !== 0) throw new Error(`Could not pack ${from}: ${packed.err}`);
    const unpack = inside(leader, ['sh', '-c', `mkdir -p '${to}' && tar -C '${to}' -xzf -`]);
    const unpacked = await run(['sh', '-c', `exec "$@" < ${archive}`, 'sh', ...unpack], { timeoutMs: 120_000 });
    if (unpacked.code !== 0) throw new Error(`Could not unpack to ${to}: ${unpacked.err}`);
  }

  /** Puts a text into a file of the box, as root. */
  async write(path: string, text: string, mode = '644'): Promise<void> {
    const leader = leaderPid(this.lab);
    if (leader === null) throw new Error('The box is off.');
    const line = `mkdir -p '${dirname(path)}' && cat > '${path}' && chmod ${mode} '${path}'`;
    const written = await run(inside(leader, ['sh', '-c', line]), { input: text });
    if (written.code !== 0) throw new Error(`Could not write ${path}: ${written.err}`);
  }

  /** What ssh needs around it: a password is asked for by a program, because nobody sits at a terminal. */
  environment({ password }: Login): NodeJS.ProcessEnv {
    if (password === undefined) return process.env;
    const askpass = join(this.lab.dir, 'askpass');
    mkdirSync(this.lab.dir, { recursive: true });
    writeFileSync(askpass, '#!/bin/sh\nprintf "%s\\n" "$LAB_PASSWORD"\n', { mode: 0o700 });
    return {
      ...process.env,
      LAB_PASSWORD: password,
      SSH_ASKPASS: askpass,
      SSH_ASKPASS_REQUIRE: 'force',
      DISPLAY: ':0',
    };
  }
}
