import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { ServerPaths } from '../../src/shared/paths.ts';

const RESTART_MS = 100;

/** What the command `pm2` does: it tells the one that runs, and prints its answer. */
const COMMAND = `const socket = require('node:net').connect(process.env.PM2_HOME + '/rpc.sock');
socket.on('connect', () => socket.write(JSON.stringify({ args: process.argv.slice(2), env: process.env }) + '\\n'));
socket.pipe(process.stdout);
`;

interface Kept {
  readonly id: number;
  readonly namespace: string;
  readonly script: string;
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
  child: ChildProcess | null;
  restarts: number;
  isStopping: boolean;
}

/**
 * As much of PM2 7.0.4 as a deployment uses: it starts scripts, starts them again when they end, lists them and stops them.
 * The processes are real ones.
 */
export class FakePm2 {
  readonly #server: Server;
  readonly #kept = new Map<number, Kept>();
  #lastId = -1;

  private constructor() {
    this.#server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (text: Buffer) => {
        const { args, env } = JSON.parse(text.toString()) as { args: string[]; env: Record<string, string> };
        void this.#answer(args, env).then((said) => socket.end(said));
      });
    });
  }

  /** Where the paths say that PM2 is. */
  static async at({ pm2Home, pm2Places }: ServerPaths): Promise<FakePm2> {
    const bin = join(pm2Places, 'v7.0.4/node_modules/pm2/bin');
    for (const dir of [bin, pm2Home]) mkdirSync(dir, { recursive: true });
    writeFileSync(join(bin, 'pm2'), COMMAND);
    const pm2 = new FakePm2();
    pm2.#server.listen(join(pm2Home, 'rpc.sock'));
    await once(pm2.#server, 'listening');
    return pm2;
  }

  get pids(): readonly number[] {
    return [...this.#kept.values()].flatMap(({ child }) => child?.pid ?? []);
  }

  async close(): Promise<void> {
    for (const kept of this.#kept.values()) {
      kept.isStopping = true;
      kept.child?.kill('SIGKILL');
    }
    await new Promise((done) => this.#server.close(done));
  }

  async #answer([verb, what = '', ...flags]: readonly string[], env: Record<string, string>): Promise<string> {
    if (verb === 'start') this.#start(what, flags, env);
    if (verb === 'delete') await this.#stop(Number(what));
    return JSON.stringify([...this.#kept.values()].map(listed));
  }

  #start(script: string, flags: readonly string[], env: Record<string, string>): void {
    const option = (name: string): string => flags[flags.indexOf(name) + 1] ?? '';
    this.#lastId += 1;
    const parts = { id: this.#lastId, namespace: option('--namespace'), script, log: option('--error'), env };
    const kept: Kept = { ...parts, child: null, restarts: 0, isStopping: false };
    this.#kept.set(kept.id, kept);
    this.#run(kept);
  }

  #run(kept: Kept): void {
    const log = openSync(kept.log, 'a');
    const child = spawn(process.execPath, [kept.script], { env: kept.env, stdio: ['ignore', log, log] });
    closeSync(log);
    kept.child = child;
    child.once('exit', () => {
      kept.child = null;
      if (kept.isStopping) return;
      setTimeout(() => {
        if (kept.isStopping) return;
        kept.restarts += 1;
        this.#run(kept);
      }, RESTART_MS);
    });
  }

  async #stop(id: number): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    kept.isStopping = true;
    const gone = kept.child && once(kept.child, 'exit');
    kept.child?.kill('SIGINT');
    await gone;
    this.#kept.delete(id);
  }
}

function listed({ id, namespace, child, restarts, env }: Kept): object {
  const status = child === null ? 'waiting restart' : 'online';
  return {
    pm_id: id,
    name: 'onomancer-bot',
    pid: child?.pid ?? 0,
    monit: { memory: 100e6 },
    pm2_env: { namespace, status, restart_time: restarts, pm_uptime: Date.now(), RELEASE_ID: env['RELEASE_ID'] },
  };
}
