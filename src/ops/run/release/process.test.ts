import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverPaths } from '../../../shared/paths.ts';
import { slotEnvironment, startArguments } from './process.ts';

/** As PM2 reads the file. */
interface PmApp {
  readonly [option: string]: unknown;
  readonly env: Readonly<Record<string, string>>;
}

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'onomancer-base-'));
  mkdirSync(join(base, 'run'));
  mkdirSync(join(base, 'releases/20261125-213000-abc'), { recursive: true });
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
  delete process.env['BASE_DIR'];
});

async function ecosystem(): Promise<PmApp> {
  process.env['BASE_DIR'] = base;
  // A new address each time, because a module is loaded once.
  const url = new URL(`../../../../ecosystem.config.js?${base}`, import.meta.url).href;
  const { apps } = (await import(url)) as { readonly apps: readonly [PmApp] };
  return apps[0];
}

describe('the process of a release', () => {
  it('is started by a deployment as the start of the server starts it', async () => {
    const paths = serverPaths(base);
    const id = '20261125-213000-abc';
    symlinkSync(`../releases/${id}`, join(base, 'run/green.release'));
    symlinkSync('green.sock', join(base, 'run/current.sock'));
    const app = await ecosystem();
    const args = startArguments(paths, 'green', id);
    const option = (name: string): string | undefined => args[args.indexOf(name) + 1];
    expect({
      script: args[1],
      name: option('--name'),
      namespace: option('--namespace'),
      cwd: option('--cwd'),
      kill_timeout: Number(option('--kill-timeout')),
      exp_backoff_restart_delay: Number(option('--exp-backoff-restart-delay')),
      stop_exit_codes: [Number(option('--stop-exit-codes'))],
      max_memory_restart: option('--max-memory-restart'),
      node_args: option('--node-args'),
      out_file: option('--output'),
      error_file: option('--error'),
      merge_logs: args.includes('--merge-logs'),
      vizion: !args.includes('--no-vizion'),
      pmx: !args.includes('--no-pmx'),
    }).toEqual(
      Object.fromEntries(Object.entries(app).filter(([key]) => !['env', 'exec_mode', 'instances'].includes(key))),
    );
    expect(app.env).toEqual({ NODE_ENV: 'production', ...slotEnvironment(paths, 'green', id) });
  });

  it('is the build of the checkout where nothing was deployed', async () => {
    const app = await ecosystem();
    expect(app['script']).toBe(join(new URL('../../../../', import.meta.url).pathname, 'dist/bot.js'));
    expect(app.env).toEqual({ NODE_ENV: 'production' });
  });

  it('has no secret and no file of secrets in its environment', async () => {
    expect(await ecosystem()).not.toHaveProperty('env_file');
  });
});
