import { beforeAll, describe, expect, it } from 'vitest';
import type { Pictures } from '../../src/ports/pictures.ts';
import { READER_NAMES } from '../../src/shared/digest-plan.ts';
import { NOTICE_KIND_NAMES } from '../../src/shared/notice-kinds.ts';
import { PERSONAL_KIND_NAMES } from '../../src/shared/personal-kinds.ts';
import { DATA_CLASSES, type Seen } from './entry.ts';
import type { Collection } from './exhibit.ts';
import { countRuns, type RunFunction } from './shown-code.ts';

/** The smallest thing that passes for a picture: drawing all of them takes seconds, and what they show is in their SVG. */
const undrawn: Pictures = { draw: () => Promise.resolve(Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1')) };

/** Handlers that never say anything: what they are for instead. */
const SILENT: Readonly<Record<string, string>> = { remember: 'keeps what happened for digests and /preview' };

/** Beside what people read in these files. */
const WITHOUT_WORDS = new Set(['prepare', 'nameOf', 'isSnowflake'].map((name) => `bot/guard.ts: ${name}`));

let collection: Collection;
let seen: Seen;
let runs: readonly RunFunction[];

const unseen = (tags: readonly string[]): readonly string[] => tags.filter((tag) => !seen.has(tag));

beforeAll(async () => {
  runs = await countRuns(async () => {
    const { entries } = await import('./entries.ts');
    const { curate } = await import('./curate.ts');
    ({ seen, ...collection } = await curate(entries(), undrawn));
  });
}, 120_000);

describe('the gallery', () => {
  it('breaks no limit of Discord and no rule of ours', () => {
    const broken = collection.exhibits.flatMap(({ id, breaches }) => breaches.map((words) => `${id}: ${words}`));
    expect(broken).toEqual([]);
  });

  it('shows every command with every kind of data, and everything that follows it', async () => {
    const { COMMANDS } = await import('../../src/features/registry.ts');
    expect(
      COMMANDS.flatMap((command) => {
        const { name, options } = command.spec;
        const offered = options.filter(({ hasSuggestions }) => hasSuggestions === true);
        return unseen([
          ...DATA_CLASSES.map((data) => `command:${name}:${data}`),
          ...Object.keys(command)
            .filter((way) => way !== 'spec' && way !== 'answersBeside')
            .map((way) => `way:${name}:${way}`),
          ...offered.flatMap((option) => DATA_CLASSES.map((data) => `suggest:${name}:${option.name}:${data}`)),
        ]);
      }),
    ).toEqual([]);
  });

  it('shows every kind of news, to channels and to people, and every handler that says something', async () => {
    const { HANDLERS } = await import('../../src/features/handlers.ts');
    const speaking = HANDLERS.filter(({ name }) => !(name in SILENT));
    expect(
      unseen([
        ...NOTICE_KIND_NAMES.map((kind) => `notice:${kind}`),
        ...PERSONAL_KIND_NAMES.map((kind) => `personal:${kind}`),
        ...speaking.map(({ name }) => `handler:${name}`),
      ]),
    ).toEqual([]);
    expect(Object.keys(SILENT).filter((name) => seen.has(`handler:${name}`))).toEqual([]);
  });

  it('shows every digest with every kind of data', () => {
    expect(unseen(READER_NAMES.flatMap((reader) => DATA_CLASSES.map((data) => `digest:${reader}:${data}`)))).toEqual(
      [],
    );
  });

  it('shows every error that can reach a person', async () => {
    const { errorCodes } = await import('./entries/refusals.ts');
    expect(unseen(errorCodes().map((code) => `error:${code}`))).toEqual([]);
  });

  it('runs every function that makes words or pictures for people', () => {
    const isView = ({ name }: RunFunction): boolean =>
      /^(features\/.*\.view|shared\/charts\/[^:]*|bot\/(error-reply|guard)|outbox\/compose|features\/digest\/for-[a-z]+)\.ts: /.test(
        name,
      );
    const views = runs.filter((one) => isView(one) && !WITHOUT_WORDS.has(one.name));
    expect(views.length).toBeGreaterThan(150);
    expect(views.filter(({ count }) => count === 0).map(({ name }) => name)).toEqual([]);
  });

  it('names each entry so that one can point at it', () => {
    const ids = collection.exhibits.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
