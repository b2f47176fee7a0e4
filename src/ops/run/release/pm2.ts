import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { Command } from '../../steps/step.ts';

const PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * A call of PM2 in its own home. What stands in `environment` is what PM2 keeps, on disk too, and gives to what it
 * starts: never a secret.
 */
export function pm2Command(
  paths: ServerPaths,
  args: readonly string[],
  {
    limitSeconds,
    environment = {},
  }: { readonly limitSeconds: number; readonly environment?: Readonly<Record<string, string>> },
): Command {
  return {
    // The environment of whoever deploys stays out.
    argv: [
      'env',
      '-i',
      ...assignments({ ...baseEnvironment(paths), ...environment }),
      process.execPath,
      pm2Script(paths),
      ...args,
    ],
    limitSeconds,
  };
}

function baseEnvironment({ pm2Home }: ServerPaths): Readonly<Record<string, string>> {
  return {
    HOME: pm2Home,
    PM2_HOME: pm2Home,
    PM2_DISABLE_VERSION_CHECK: 'true',
    NODE_ENV: 'production',
    PATH,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
  };
}

function assignments(environment: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}

function pm2Script({ pm2Places }: ServerPaths): string {
  const versions = existsSync(pm2Places) ? readdirSync(pm2Places).filter((name) => /^v\d+\.\d+\.\d+$/.test(name)) : [];
  const newest = versions.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest === undefined)
    throw new AppError('TOOL_MISSING', {
      facts: { tool: 'pm2', package: 'nothing: run server-setup.sh, it brings PM2' },
    });
  return join(pm2Places, newest, 'node_modules/pm2/bin/pm2');
}
