import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { ADDRESSES } from '../lab/addresses.ts';
import { inLab } from '../lab/network.ts';
import type { LabPlaces } from '../lab/places.ts';
import { type Command, type Ran, type RunOptions, run } from '../lab/run.ts';

/** Where ssh looks, whatever a variable says. */
const HOME_OF_SSH = userInfo().homedir;
const ROOT = resolve(import.meta.dirname, '../../..');

/**
 * The computer of somebody who works from outside: in the network of the lab, with its name server, a home of its own and a
 * clone of this repository. ssh finds its home in the list of users, not in a variable, so the home stands in the place of
 * root's for whatever runs here, and only for that.
 */
export class Computer {
  readonly home: string;
  readonly #lab: LabPlaces;
  readonly #resolvConf: string;

  constructor(lab: LabPlaces, name: string) {
    this.#lab = lab;
    this.home = join(lab.dir, name);
    this.#resolvConf = join(lab.dir, `${name}.resolv.conf`);
    mkdirSync(join(this.home, '.ssh'), { recursive: true, mode: 0o700 });
    mkdirSync(join(this.home, 'clone'));
    symlinkSync(join(ROOT, 'bin'), join(this.home, 'clone', 'bin'));
    writeFileSync(this.#resolvConf, `nameserver ${ADDRESSES.gateway}\n`);
  }

  /** Puts a file below the home, readable for its owner alone. */
  write(path: string, text: string): void {
    writeFileSync(join(this.home, path), text, { mode: 0o600 });
  }

  /** A program there, in the clone. */
  command(program: Command, environment: Readonly<Record<string, string>> = {}): Command {
    const mounts = [
      `mount --bind '${this.home}' '${HOME_OF_SSH}'`,
      `mount --bind '${this.#resolvConf}' /etc/resolv.conf`,
      `cd '${HOME_OF_SSH}/clone'`,
    ];
    const variables = {
      HOME: HOME_OF_SSH,
      PATH: process.env['PATH'] ?? '',
      TERM: 'dumb',
      LANG: 'C.UTF-8',
      ...environment,
    };
    const assigned = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const enter = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', `${mounts.join(' && ')} && exec "$@"`];
    return inLab(this.#lab.netns, [...enter, 'sh', 'env', '-i', ...assigned, ...program]);
  }

  /** Lines for the shell, which stops at the first that fails, as GitHub's does: `bash -e`. */
  run(script: string, environment: Readonly<Record<string, string>> = {}, options: RunOptions = {}): Promise<Ran> {
    return run(this.command(['bash', '-e', '-c', script], environment), options);
  }
}
