import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

function onomancer(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(`${ROOT}/bin/onomancer`, args, { encoding: 'utf8', input: '' });
  return { code: status, out: stdout, err: stderr };
}

const SETUP = ['setup', '--node', '24.21.0', '--skip-nginx'];

describe('onomancer', () => {
  it('lists its verbs, and says nothing else is wrong when help was asked for', () => {
    const { code, out, err } = onomancer('--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^onomancer \d+\.\d+\.\d+: the toolkit of the operator\n/);
    expect(out).toMatch(/^ {2}setup +make this server ready for Onomancer, and keep it so$/m);
    expect(onomancer()).toMatchObject({ code: 64, out });
  });

  it('guesses which verb was meant', () => {
    const { code, err } = onomancer('setpu');
    expect(code).toBe(64);
    expect(err).toBe('✗ There is no verb “setpu”.\n  Did you mean “onomancer setup”? All of them: onomancer --help\n');
  });

  it.each([
    [
      ['--domian', 'x.example.com'],
      /^✗ Unknown option '--domian'\.\n {2}Did you mean --domain\? All of them: onomancer setup --help\n$/,
    ],
    [['please'], /^✗ Unexpected argument 'please'/],
    [['--domain'], /^✗ --domain wants something after it\./],
    [['--ssh-key', '/nowhere/id.pub'], /^✗ --ssh-key \/nowhere\/id\.pub cannot be read \(ENOENT\)\.\n/],
    [['--ssh-key', '-'], /^✗ --ssh-key - holds no public key that opens a shell\.\n/],
    [['--swap', 'much'], /^✗ --swap “much” cannot be used; wanted: a size like 2G/],
  ])('refuses setup %j before it looks at anything', (flags, said) => {
    const { code, err } = onomancer(...SETUP, ...flags);
    expect(err).toMatch(said);
    expect(code).toBe(64);
  });

  it('changes nothing without a terminal to ask on, unless it was told not to ask', () => {
    const { code, err } = onomancer(...SETUP);
    expect(code).toBe(64);
    expect(err).toBe(
      'There is no terminal to ask you on, and --yes was not given. Nothing was changed.\nLook at the plan with --dry-run; then run it again with --yes.\n',
    );
  });

  it('has no run to resume where none was interrupted', () => {
    expect(onomancer('setup', '--resume', '--yes').err).toMatch(/^✗ There is no interrupted run to go on with: /);
    expect(onomancer('setup', '--resume', '--skip-redis').err).toMatch(/--skip-redis cannot be given with it/);
  });

  it('tells each verb at length', async () => {
    const { code, out } = onomancer('setup', '--help');
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot('./render/golden/setup-help.txt');
  });
});

describe('doctor.sh', () => {
  const script = (args: readonly string[], environment: Readonly<Record<string, string>>) => {
    const { status, stdout, stderr } = spawnSync('/bin/sh', [`${ROOT}/docs/deployment/scripts/doctor.sh`, ...args], {
      encoding: 'utf8',
      env: environment,
    });
    return { code: status, out: stdout, err: stderr };
  };
  /** A path with everything that the script needs, and no Node. */
  const bare = (): string => {
    const dir = mkdtempSync(join(tmpdir(), 'without-node-'));
    for (const program of ['dirname', 'readlink', 'sed', 'bash', 'env', 'id'])
      symlinkSync(execFileSync('which', [program], { encoding: 'utf8' }).trim(), join(dir, program));
    return dir;
  };

  it('tells on a new server, without fetching Node, what it tells with Node', () => {
    const withNode = script(['--help'], { PATH: process.env['PATH'] ?? '', ONOMANCER_NODE: process.execPath });
    expect(withNode.out).toContain('--node-mirror URL');
    expect(script(['--help'], { PATH: bare() })).toEqual(withNode);
  });

  it.each([
    [['--node-mirror', 'ftp://a', '--before-setup'], {}],
    [['--before-setup', '--node-mirror=ftp://a'], {}],
    [['--before-setup'], { ONOMANCER_NODE_MIRROR: 'ftp://a' }],
  ])('hands the mirror of %j to who fetches Node', (args, environment) => {
    const { err, code } = script(args, { PATH: bare(), ...environment });
    expect([code, err]).toEqual([64, expect.stringContaining('--node-mirror ftp://a cannot be used')]);
  });

  it('asks the mirror nothing when Node is there, and refuses the flag without a value', () => {
    const environment = { PATH: process.env['PATH'] ?? '', ONOMANCER_NODE: process.execPath };
    const { out, code } = script(['--node-mirror', 'ftp://a', '--list', '--only', 'bot-health'], environment);
    expect([code, out]).toEqual([0, expect.stringMatching(/^bot-health /)]);
    expect(script(['--node-mirror'], environment)).toMatchObject({ code: 64 });
  });
});

describe('server-setup.sh', () => {
  const script = (
    ...args: readonly string[]
  ): { readonly code: number | null; readonly out: string; readonly err: string } => {
    const { status, stdout, stderr } = spawnSync(`${ROOT}/docs/deployment/scripts/server-setup.sh`, args, {
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };

  it.each([
    [['--domian', 'x'], 'There is no flag "--domian".'],
    [['extra'], 'There is no flag "extra".'],
    [['--domain'], '--domain needs a value.'],
    [['--domain', ''], '--domain needs a value.'],
    [[], '--domain and --email are missing.'],
    [['--skip-nginx', '--node', '20.1.0'], '--node 20.1.0 is too old'],
    [['--skip-nginx', '--node', 'lts'], '--node lts cannot be used'],
    [['--skip-nginx', '--node-sha256', 'abc'], '--node-sha256 wants 64 hexadecimal digits.'],
    [['--skip-nginx', '--node-mirror', 'ftp://x'], '--node-mirror ftp://x cannot be used'],
  ])('refuses %j at once', (args, said) => {
    const { code, err } = script(...args);
    expect(err).toMatch(new RegExp(`^✗ ${said.replaceAll('.', String.raw`\.`)}`));
    expect(err).toMatch(/Nothing was changed\.\n$/);
    expect(code).toBe(64);
  });

  it('explains itself', async () => {
    const { code, out } = script('--help');
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot('./render/golden/server-setup-help.txt');
  });

  it('knows every flag that setup knows, but for those that it gives itself', () => {
    const flags = (text: string): readonly string[] => [...new Set(text.match(/--[a-z][\w.-]*/g))].toSorted();
    const own = ['--doctor', '--node-mirror', '--node-sha256'];
    const given = ['--node-from'];
    const all = [...flags(onomancer('setup', '--help').out).filter((flag) => !given.includes(flag)), ...own];
    expect(flags(script('--help').out)).toEqual(all.toSorted());
  });
});
