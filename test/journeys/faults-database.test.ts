import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import { openSqlite, type SqliteDatabase } from '../../src/adapters/sqlite/open-sqlite.ts';
import { AnswerBook } from './answer-book.ts';
import { beginJourney, isAlive, type Journey, stop } from './journey.ts';
import { errorIn, healthOf, page, says, untilService } from './reading.ts';

let journey: Journey;
let bot: BotProcess;
let book: AnswerBook;

/** What works without writing, asked while nothing can be written. */
async function expectReadingWorks(): Promise<void> {
  expect(await says(journey, 'leadership', '/show-sprint')).toContain('Ready for Hamburg');
  expect(await says(journey, 'newcomer', '/help')).toContain('What you can ask');
  expect(await says(journey, 'developer', '/my-tasks')).toContain('You are not connected to Linear yet');
  expect(await says(journey, 'newcomer', '/show-sprint')).toContain('/show-sprint is for stakeholders');
}

/** Health says what is wrong with the database, and that the bot must not be trusted with the traffic. */
async function expectHealthSays(sentence: string): Promise<void> {
  expect(await untilService(bot, 'database', 'down')).toBe(sentence);
  expect(await healthOf(bot)).toMatchObject({ status: 'down', httpStatus: 503 });
  expect((await page(bot, '/health/ready')).status).toBe(503);
  expect(await says(journey, 'newcomer', '/status')).toContain('Down: database');
}

/** Everything works again, with the process that was there all the time, and nothing was lost. */
async function expectRecovery(): Promise<void> {
  await untilService(bot, 'database', 'on');
  expect(await says(journey, 'developer', '/connect person:Dana Reyes')).toContain('You are Dana Reyes in Linear now.');
  expect(await says(journey, 'developer', '/my-tasks')).toContain('Tasks of Dana Reyes');
  expect(await healthOf(bot)).toMatchObject({ status: 'ok', httpStatus: 200 });
  expect((await page(bot, '/health/ready')).status).toBe(200);
  expect(isAlive(bot)).toBe(true);
  expect(await stop(bot)).toEqual({ code: 0, signal: null });
  expect(book.wrong()).toEqual([]);
}

/** The ids of the interactions that were answered, and of those that the audit log has. */
async function audited(dataDir: string): Promise<{ answered: ReadonlySet<string>; written: ReadonlySet<string> }> {
  const db = await openSqlite(join(dataDir, 'onomancer.db'), { isReadOnly: true });
  try {
    const rows = db.prepare("SELECT json_extract(detail, '$.interaction') AS id FROM audit").all();
    const answered = book.endings().flatMap(({ trace, ending }) => (ending.kind === 'answered' ? [trace.id] : []));
    return { answered: new Set(answered), written: new Set(rows.map(({ id }) => String(id))) };
  } finally {
    db.close();
  }
}

describe('a database that another process holds', () => {
  let other: SqliteDatabase;

  beforeAll(async () => {
    journey = await beginJourney();
    book = new AnswerBook(journey.discord);
    bot = await journey.start();
    other = await openSqlite(join(journey.dataDir, 'onomancer.db'));
  });

  afterAll(async () => {
    other.close();
    book.close();
    await journey.close();
  });

  it('silences nobody who only reads, and says to who writes that it is busy', async () => {
    other.exec('BEGIN IMMEDIATE');
    await expectReadingWorks();
    expect(errorIn(await says(journey, 'developer', '/connect person:Dana Reyes'))).toEqual({
      code: 'STORE_BUSY',
      words:
        'The database was busy for too long.\n' +
        'Try again; if it stays busy, an administrator looks for another process that holds data/onomancer.db.',
    });
    await expectHealthSays('The database was busy for too long.');
  });

  it('recovers without a restart, and writes down what was done meanwhile', async () => {
    other.exec('ROLLBACK');
    await expectRecovery();
    const { answered, written } = await audited(journey.dataDir);
    expect([...answered].filter((id) => !written.has(id))).toEqual([]);
  });
});

/** A small disk of its own, or null when this user may not have one. */
function smallDisk(): string | null {
  const place = mkdtempSync(join(tmpdir(), 'onomancer-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place]);
  if (mounted.status === 0) return place;
  rmSync(place, { recursive: true });
  return null;
}

/** Writes until nothing more fits. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (let size = 65_536; size >= 1; ) {
      try {
        if (writeSync(handle, Buffer.alloc(size)) < size) size = Math.floor(size / 2);
      } catch {
        size = Math.floor(size / 2);
      }
    }
  } finally {
    closeSync(handle);
  }
}

describe('a disk that is full', () => {
  let disk: string | null = null;
  let filler: string;
  let dataDir: string;

  beforeAll(async () => {
    disk = smallDisk();
    if (disk === null) return;
    filler = join(disk, 'filler');
    dataDir = join(disk, 'data');
    journey = await beginJourney({}, { DATA_DIR: dataDir });
    book = new AnswerBook(journey.discord);
    bot = await journey.start();
  });

  afterAll(async () => {
    if (disk === null) return;
    book.close();
    await journey.close();
    // Lazily: on Node 20 a database that was read here keeps its file open until the garbage collector comes.
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true });
  });

  it('silences nobody who only reads, and says to who writes that the disk is full', async (context) => {
    if (disk === null) return context.skip('it needs the right to mount a small tmpfs: run it as root');
    fill(filler);
    expect(statfsSync(disk).bavail).toBe(0);
    await expectReadingWorks();
    expect(errorIn(await says(journey, 'developer', '/connect person:Dana Reyes'))).toEqual({
      code: 'STORE_FULL',
      words:
        'The disk of the server is full, so this could not be saved.\n' +
        'Nothing was changed. An administrator frees disk space; then try again, no restart is needed.',
    });
    await expectHealthSays('The disk of the server is full, so this could not be saved.');
  });

  it('recovers when there is space again, without a restart, and writes down what was done meanwhile', async (context) => {
    if (disk === null) return context.skip('it needs the right to mount a small tmpfs: run it as root');
    rmSync(filler);
    await expectRecovery();
    const { answered, written } = await audited(dataDir);
    expect([...answered].filter((id) => !written.has(id))).toEqual([]);
  });
});
