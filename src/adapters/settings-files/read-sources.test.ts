import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEnvFile } from '../../settings/env-file.ts';
import { parseSettings } from '../../settings/parse-settings.ts';
import type { SettingSources } from '../../settings/sources.ts';
import { readSettingSources } from './read-sources.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, text: string | Uint8Array, mode = 0o600): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
  chmodSync(join(dir, path), mode);
}

const read = (environment: Record<string, string> = {}): SettingSources =>
  readSettingSources({ applicationDir: dir, environment });

/** Problems on one line each, with the temporary directory taken out. */
const told = (sources: SettingSources): string[] =>
  sources.problems.map(({ name, found, where }) => `${name}: ${found} @ ${where}`.replaceAll(dir, 'DIR'));

describe('the files of the settings', () => {
  it('may all be missing', () => {
    const sources = read();
    expect(sources).toMatchObject({ envFile: { values: {} }, config: { value: undefined }, problems: [], notes: [] });
    expect(sources.envFile.path).toBe(join(dir, 'secrets/.env.local'));
    expect(sources.config.path).toBe(join(dir, 'config/onomancer.yml'));
  });

  it('are read from their usual places, and become settings', () => {
    write('secrets/.env.local', 'DISCORD_BOT_TOKEN=abcdefgh\nLINEAR_API_TOKEN_FILE=secrets/linear\n');
    write('secrets/linear', 'linear-key-123\n');
    write('config/onomancer.yml', 'roles:\n  admin: [Ops, 123456789012345678]\n', 0o644);
    const outcome = parseSettings(read());
    if (outcome.kind === 'problems') throw new Error(JSON.stringify(outcome.problems));
    expect(outcome.settings.linear.token?.reveal()).toBe('linear-key-123');
    expect(outcome.settings.roles.admin).toEqual(['Ops', '123456789012345678']);
    expect(outcome.notes).toEqual([]);
  });

  it('can be elsewhere', () => {
    write('base/vault/.env.local', 'CONFIG_FILE=etc/bot.yml\n');
    write('base/etc/bot.yml', 'defaultTeam: ENG\n');
    const sources = read({ BASE_DIR: join(dir, 'base'), SECRETS_DIR: 'vault' });
    expect(sources.config).toEqual({ path: join(dir, 'base/etc/bot.yml'), value: { defaultTeam: 'ENG' } });
  });

  it('have to exist when a setting names them', () => {
    expect(told(read({ CONFIG_FILE: 'nowhere.yml', DISCORD_BOT_TOKEN_FILE: '/nowhere/token' }))).toEqual([
      'DISCORD_BOT_TOKEN_FILE: no file (/nowhere/token) @ the environment',
      'CONFIG_FILE: no file (DIR/nowhere.yml) @ the environment',
    ]);
  });

  it('that cannot be read are told, and nothing throws', () => {
    mkdirSync(join(dir, 'config/onomancer.yml'), { recursive: true });
    write('secrets/.env.local', new Uint8Array([0xff, 0xfe, 0x41, 0x00]));
    expect(told(read())).toEqual([
      '.env.local: a file that is not UTF-8 text (DIR/secrets/.env.local) @ DIR/secrets/.env.local',
      'onomancer.yml: a directory (DIR/config/onomancer.yml) @ DIR/config/onomancer.yml',
    ]);
  });

  it('that are far too big are not read', () => {
    write('secrets/.env.local', 'A'.repeat(300_000));
    expect(told(read())).toEqual(['.env.local: 300000 bytes (DIR/secrets/.env.local) @ DIR/secrets/.env.local']);
  });

  it('that lead in a circle are told', () => {
    mkdirSync(join(dir, 'secrets'));
    symlinkSync('.env.local', join(dir, 'secrets/.env.local'));
    expect(told(read())).toEqual([
      '.env.local: an error (ELOOP) while reading it (DIR/secrets/.env.local) @ DIR/secrets/.env.local',
    ]);
  });

  it('an empty secret file is told, and not taken for a missing setting as well', () => {
    write('empty', ' \n');
    const sources = read({ DISCORD_BOT_TOKEN_FILE: join(dir, 'empty') });
    const outcome = parseSettings(sources);
    expect(outcome.kind === 'problems' && outcome.problems.map(({ found }) => found.replaceAll(dir, 'DIR'))).toEqual([
      'an empty file (DIR/empty)',
    ]);
  });

  it.skipIf(process.platform === 'win32').each([
    [0o644, 'everybody on this machine'],
    [0o640, 'its group'],
  ])('with secrets that others can open (%o) get a note with the command that closes them', (mode, who) => {
    write('secrets/.env.local', 'DISCORD_BOT_TOKEN=abcdefgh\n', mode);
    const path = join(dir, 'secrets/.env.local');
    expect(read().notes).toEqual([
      `${path} holds secrets, and ${who} can open it (mode ${mode.toString(8)}). Run: chmod 600 ${path}`,
    ]);
  });
});

describe('mistakes in the configuration file', () => {
  it('are told with line and column', () => {
    write('config/onomancer.yml', 'roles:\n  admin: [Ops\ndefaultTeam: ENG\n');
    expect(told(read())).toEqual([
      'config file: Flow sequence in block collection must be sufficiently indented and end with a ] @ DIR/config/onomancer.yml, line 3, column 1',
    ]);
  });

  it('a key that stands twice is one', () => {
    write('config/onomancer.yml', 'defaultTeam: ENG\ndefaultTeam: OPS\n');
    expect(told(read())).toEqual(['config file: Map keys must be unique @ DIR/config/onomancer.yml, line 2, column 1']);
  });

  it('aliases that grow without end are refused', () => {
    const layers = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    write('config/onomancer.yml', ['l0: &l0 [x]', ...layers].join('\n'));
    expect(told(read())).toEqual([
      'config file: Excessive alias count indicates a resource exhaustion attack @ DIR/config/onomancer.yml',
    ]);
  });

  it('levels that nobody can count are refused', () => {
    write('config/onomancer.yml', '['.repeat(20_000));
    expect(told(read())).toEqual(['config file: more levels than can be read @ DIR/config/onomancer.yml']);
  });
});

describe('.env.local', () => {
  const values = (text: string): Readonly<Record<string, string>> => parseEnvFile(text, 'F').values;
  const problems = (text: string): string[] =>
    parseEnvFile(text, 'F').problems.map(({ name, found, where }) => `${name}: ${found} @ ${where}`);

  it('is NAME=value, with quotes, remarks, export and the line ends of any system', () => {
    const text =
      '\uFEFF# remark\r\nA=1\r\n\nexport B = two\nC="three # four"\nD=\'five\' # six\nE=seven # eight\nF=\nG=a=b\n';
    expect(values(text)).toEqual({ A: '1', B: 'two', C: 'three # four', D: 'five', E: 'seven', F: '', G: 'a=b' });
    expect(problems(text)).toEqual([]);
  });

  it('tells each line that does not do, without showing it', () => {
    const text = 'A=1\nsome secret text\nB="half a quote\nC=abc#def\nA=2\nD="x"y\n1E=3\n';
    expect(problems(text)).toEqual([
      '.env.local: a line that is not NAME=value @ F, line 2',
      'B: a " that does not end with the value @ F, line 3',
      'C: a # inside the value, where a remark would begin @ F, line 4',
      'A: it twice, on lines 1 and 5 @ F, line 5',
      'D: a " that does not end with the value @ F, line 6',
      '.env.local: a line that is not NAME=value @ F, line 7',
    ]);
  });
});
