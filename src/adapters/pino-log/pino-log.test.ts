import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { LogFields } from '../../ports/log.ts';
import { fixedClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { Secret } from '../../shared/secret.ts';
import type { PinoLog, PinoLogOptions } from './pino-log.ts';
import { pinoLog } from './pino-log.ts';

const CANARY = 'CANARY-0123456789_abcdef.XYZ';
const clock = fixedClock('2026-08-03T10:00:00.000Z');

/** A log, and the lines that it wrote. */
function logged(options: Partial<PinoLogOptions> = {}): { log: PinoLog; text: () => string; lines: () => unknown[] } {
  let text = '';
  const output = { write: (line: string) => void (text += line) };
  const log = pinoLog({ level: 'debug', secrets: [new Secret(CANARY)], clock, file: null, output, ...options });
  return {
    log,
    text: () => text,
    lines: () =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
  };
}

function lineFor(fields: LogFields): Record<string, unknown> {
  const { log, lines } = logged();
  log.info('test.happened', fields);
  return lines()[0] as Record<string, unknown>;
}

const dirs: string[] = [];
function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'log-'));
  dirs.push(dir);
  return dir;
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

describe('a log line', () => {
  it('is one JSON object: level as a word, time in UTC, event, reference, fields', () => {
    const { log, text } = logged();
    log.info('dispatch.done', { command: 'show-sprint', tookMs: 12, reference: '7K3M9QTZ' });
    expect(text()).toBe(
      '{"level":"info","time":"2026-08-03T10:00:00.000Z","event":"dispatch.done","reference":"7K3M9QTZ","command":"show-sprint","tookMs":12}\n',
    );
  });

  it('is not written below the level', () => {
    const { log, lines } = logged({ level: 'warn' });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines().map((line) => (line as { event: string }).event)).toEqual(['c', 'd']);
  });

  it('has each name once, also when a field is named like one of ours', () => {
    const line = lineFor({ level: 'x', time: 'y', event: 'z' });
    expect(line).toMatchObject({
      level: 'info',
      event: 'test.happened',
      field_level: 'x',
      field_time: 'y',
      field_event: 'z',
    });
  });

  it('tells an error with code, facts, stack and causes', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 443 });
    const { error } = lineFor({ error: new AppError('LINEAR_REFUSED', { cause, facts: { reason: 'no' } }) }) as {
      error: Record<string, unknown>;
    };
    expect(error).toMatchObject({ name: 'AppError', code: 'LINEAR_REFUSED', facts: { reason: 'no' } });
    expect(error.stack).toMatch(/^AppError: LINEAR_REFUSED\n {4}at /);
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED', port: 443 });
  });

  it('tells all errors of an aggregate', () => {
    const { error } = lineFor({ error: new AggregateError([new Error('one'), new Error('two')], 'both') });
    expect(error).toMatchObject({ message: 'both', errors: [{ message: 'one' }, { message: 'two' }] });
  });

  it('is bounded, whatever it is given', () => {
    const wide = Array.from({ length: 1000 }, (_, index) => ({ index, text: 'x'.repeat(100) }));
    const deep = Array.from({ length: 100 }).reduce((inner: unknown) => ({ inner }), 'bottom');
    const { log, text } = logged();
    log.info('big', { text: 'y'.repeat(1_000_000), wide: { wide, again: wide }, deep, bytes: Buffer.alloc(5000) });
    expect(text().length).toBeLessThan(60_000);
    expect(text()).toContain('… (1000000 characters)');
    expect(text()).toContain('[5000 bytes]');
    expect(text()).toContain('[deeper]');
  });

  it('survives cycles, getters that throw and other surprises', () => {
    const circle: Record<string, unknown> = { name: 'circle' };
    circle.self = circle;
    const trap = {
      ok: 1,
      get bad(): never {
        throw new Error(CANARY);
      },
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const line = lineFor({
      circle,
      trap,
      revoked: revoked.proxy,
      big: 12345678901234567890n,
      nan: Number.NaN,
      when: new Date('2026-01-02T03:04:05Z'),
      never: new Date('nonsense'),
      url: new URL('https://example.com/x'),
      map: new Map([['a', 1]]),
      set: new Set([1, 2]),
      nothing: undefined,
      call: () => 1,
      secret: new Secret('whatever it is'),
    });
    expect(line).toMatchObject({
      circle: { name: 'circle', self: '[circular]' },
      trap: { ok: 1, bad: '[unreadable]' },
      revoked: '[unreadable]',
      big: '12345678901234567890',
      nan: 'NaN',
      when: '2026-01-02T03:04:05.000Z',
      never: null,
      url: 'https://example.com/x',
      map: [['a', 1]],
      set: [1, 2],
      call: '[function]',
      secret: '[secret]',
    });
    expect(line).not.toHaveProperty('nothing');
  });
});

/** A value with the canary somewhere inside. */
const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
  leaf: fc
    .tuple(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }), fc.nat(5))
    .map(([before, after, form]) => `${before}${formOf(form)}${after}`),
  tree: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    fc.tuple(fc.string({ maxLength: 10 }), tie('tree')).map(([key, inner]) => ({ [key]: inner })),
    fc.tuple(tie('leaf'), tie('tree')).map(([key, inner]) => ({ [String(key)]: inner })),
    tie('tree').map((inner) => new Map([[inner, inner]])),
    tie('tree').map((inner) => new Set([inner])),
    fc.tuple(tie('leaf'), tie('tree')).map(([message, cause]) => new Error(String(message), { cause })),
    tie('tree').map((inner) => Object.assign(new Error('x'), { rawError: inner, url: inner, code: inner })),
    tie('tree').map((inner) => new AggregateError([inner])),
    tie('tree').map((inner) => ({ toJSON: () => inner })),
    tie('leaf').map(
      (inner) =>
        new URL(`https://example.com/${encodeURIComponent(String(inner))}?q=${encodeURIComponent(String(inner))}`),
    ),
  ),
}));

function formOf(form: number): string {
  const forms = [
    CANARY,
    encodeURIComponent(CANARY),
    JSON.stringify({ token: CANARY }),
    Buffer.from(`user:${CANARY}`).toString('base64'),
    Buffer.from(CANARY).toString('hex'),
    `Authorization: Bot ${CANARY}`,
  ];
  return forms[form] ?? CANARY;
}

const TRACES = [
  CANARY,
  CANARY.slice(0, 20),
  Buffer.from(CANARY).toString('base64').slice(4, 24),
  Buffer.from(CANARY).toString('hex').slice(0, 20),
];

describe('a secret', () => {
  it('never reaches a line, wherever it stands and however it is written', () => {
    fc.assert(
      fc.property(tree, fc.string({ maxLength: 5 }), (value, name) => {
        const { log, text, lines } = logged();
        log.error(`event ${CANARY}`, { error: value, [name]: value, [`${name}${CANARY}`]: 1, reference: CANARY });
        for (const trace of TRACES) expect(text()).not.toContain(trace);
        expect(lines()).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('is not left in half where a long text is cut', () => {
    const { log, text } = logged();
    for (let at = 1_960; at < 2_010; at += 1) log.info('cut', { long: `${'x'.repeat(at)} ${CANARY} and more` });
    expect(text()).not.toContain('CANARY');
  });

  it('is taken out by the name of its field, when nobody told us about it', () => {
    const unknown = 'nobody-knows-this-one';
    const fields = {
      token: unknown,
      headers: { Authorization: unknown, 'x-api-key': unknown, cookie: unknown },
      botToken: unknown,
      password: unknown,
    };
    const { log, text } = logged();
    log.info('x', fields);
    expect(text()).not.toContain(unknown);
    expect(lineFor({ tokens: 3, tokenCount: 4 })).toMatchObject({ tokens: 3, tokenCount: 4 });
  });

  it('in the path of an interaction is taken out of the errors of the REST client', () => {
    const error = Object.assign(new Error('Unknown interaction'), {
      url: 'https://discord.com/api/v10/interactions/123456789012345678/made-up-token/callback',
    });
    expect(lineFor({ error }).error).toMatchObject({
      url: 'https://discord.com/api/v10/interactions/123456789012345678/[secret]/callback',
    });
  });
});

describe('the log file', () => {
  it('gets the same lines, in a directory that is made, and is closed to others', () => {
    const file = join(newDir(), 'logs', 'onomancer.log');
    const { log, text } = logged({ file });
    log.info('a');
    log.flush();
    expect(readFileSync(file, 'utf8')).toBe(text());
  });

  it('is opened again after logrotate has moved it, and loses nothing', () => {
    const file = join(newDir(), 'onomancer.log');
    const { log } = logged({ file });
    log.info('before');
    renameSync(file, `${file}.1`);
    log.info('between');
    log.reopen();
    log.info('after');
    const events = (path: string): string[] => readFileSync(path, 'utf8').match(/"event":"(\w+)"/g) ?? [];
    expect(events(`${file}.1`)).toEqual(['"event":"before"', '"event":"between"']);
    expect(events(file)).toEqual(['"event":"after"']);
  });

  it('that cannot be opened is an error at the start, with its path', () => {
    const dir = newDir();
    writeFileSync(join(dir, 'file'), '');
    const path = join(dir, 'file', 'onomancer.log');
    expect(() => logged({ file: path })).toThrowError(
      expect.objectContaining({ code: 'LOG_UNWRITABLE', facts: { path } }),
    );
  });

  it.skipIf(!existsSync('/dev/full'))(
    'on a full disk costs one warning, never the process, and goes on when there is room',
    () => {
      const dir = newDir();
      const file = join(dir, 'onomancer.log');
      symlinkSync('/dev/full', file);
      const { log, lines, text } = logged({ file });
      log.info('a');
      log.info('b');
      expect(lines().map((line) => (line as { event: string }).event)).toEqual(['a', 'log.file-failed', 'b']);
      rmSync(file);
      log.reopen();
      log.info('c');
      expect(readFileSync(file, 'utf8')).toBe(text().split('\n').slice(-2).join('\n'));
    },
  );
});

describe('standard output', () => {
  it.skipIf(!existsSync('/dev/full'))('that takes nothing more does not end the process', () => {
    const here = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    const script = `
      import { pinoLog } from ${here('./pino-log.ts')};
      import { systemClock } from ${here('../../shared/clock.ts')};
      const log = pinoLog({ level: 'info', secrets: [], clock: systemClock, file: null });
      log.info('a');
      setTimeout(() => { log.info('b'); process.stderr.write('alive'); }, 20);`;
    const full = openSync('/dev/full', 'w');
    const { stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
      timeout: 20_000,
    });
    closeSync(full);
    expect([stderr, status]).toEqual(['alive', 0]);
  });
});
