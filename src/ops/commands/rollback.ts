import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type ServerPaths, serverPaths } from '../../shared/paths.ts';
import { readSnapshots, snapshotPath } from '../facts/release/snapshots.ts';
import { readStanding } from '../facts/release/standing.ts';
import { liveRelease, previousRelease, type Release, type Standing } from '../plans/release/release.ts';
import { restoreStages, rollbackStages, type StageId } from '../plans/release/stages.ts';
import { planAsJson, ROLLBACK_HELP, renderReleases, renderStages } from '../render/release-texts.ts';
import { renderSnapshots } from '../render/snapshot-texts.ts';
import { whoIsThis } from '../run/identity.ts';
import { carryOut } from '../run/release/carry-out.ts';
import { ReleaseDatabase } from '../run/release/database.ts';
import { refuseWrongUser } from '../run/release/right-user.ts';
import type { Terminal } from '../run/terminal.ts';
import { parseFlags } from './parse-flags.ts';
import type { Verb } from './verb.ts';

const VERB = 'rollback';

const FLAGS = {
  list: { type: 'boolean' },
  'to-previous': { type: 'boolean' },
  code: { type: 'string' },
  'db-only': { type: 'string' },
  confirm: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Given = ReturnType<typeof parseFlags<typeof FLAGS>>;

/** What somebody wants to go back to. */
interface WayBack {
  readonly release: Release;
  /** Null: only the code. */
  readonly snapshot: string | null;
  readonly stages: readonly StageId[];
  readonly title: string;
}

/** Goes back to a release that is there, or to the data of a snapshot. */
export const rollback: Verb = {
  name: VERB,
  summary: 'go back to a release that is there, or to the data of a snapshot',
  help: ROLLBACK_HELP,
  isKeptOn: true,
  run: async (args, terminal) => {
    const given = parseFlags(VERB, args, FLAGS);
    if (given.help === true) {
      terminal.say(ROLLBACK_HELP);
      return 0;
    }
    const paths = serverPaths();
    refuseWrongUser(paths);
    const standing = await readStanding(paths);
    if (given.list === true) {
      list(paths, standing, { terminal, isJson: given.json === true });
      return 0;
    }
    const way = await wayBack(paths, standing, given);
    if (given['dry-run'] === true) {
      if (given.json === true) {
        terminal.say(planAsJson(VERB, way.release.id, way.stages));
        return 0;
      }
      terminal.say(renderStages(way.stages, { title: way.title, isColoured: terminal.isColoured }));
      terminal.say('\nThis was a dry run: nothing was changed.');
      return 0;
    }
    if (!(await isAgreed(way, given, terminal))) return 64;
    return carryOut(paths, orderOf(way), { terminal, isJson: given.json === true, check: () => Promise.resolve('') });
  },
};

function orderOf({ release, snapshot, stages }: WayBack) {
  return {
    verb: VERB,
    stages,
    releaseId: release.id,
    source: null,
    restoreFrom: snapshot,
    soakSeconds: 0,
    keep: 50,
    who: whoIsThis(),
  };
}

function list(
  paths: ServerPaths,
  standing: Standing,
  { terminal, isJson }: { readonly terminal: Terminal; readonly isJson: boolean },
): void {
  const snapshots = readSnapshots(paths);
  if (isJson) {
    terminal.say(
      JSON.stringify({
        live: liveRelease(standing)?.id ?? null,
        previous: previousRelease(standing)?.id ?? null,
        releases: standing.releases,
        snapshots,
      }),
    );
    return;
  }
  terminal.say(
    `Releases\n${renderReleases(standing)}\n\nSnapshots of the database\n${renderSnapshots(snapshots, systemClock.now())}`,
  );
}

async function wayBack(paths: ServerPaths, standing: Standing, given: Given): Promise<WayBack> {
  const file = given['db-only'];
  if (file !== undefined && given['to-previous'] === true)
    throw invalid(
      '--to-previous goes back to code, --db-only to data.',
      'For both, name the release: --code ID --db-only SNAPSHOT. onomancer rollback --list shows what there is.',
    );
  if (file !== undefined) return dataOf(paths, standing, { file, code: given.code ?? null });
  const release =
    given.code === undefined ? previousRelease(standing) : standing.releases.find(({ id }) => id === given.code);
  if (release === undefined || release === null)
    throw invalid(
      given.code === undefined
        ? 'There is no good release before the live one.'
        : `There is no release “${given.code}”.`,
      'onomancer rollback --list shows what there is.',
    );
  const live = liveRelease(standing);
  if (release.id === live?.id)
    throw invalid(`${release.id} is live already.`, 'onomancer rollback --list shows what there is.');
  const title = `From ${live?.id ?? 'nothing'} back to ${release.id} (${release.version})`;
  return { release, snapshot: null, stages: rollbackStages({ hasSoak: false }), title };
}

/** The data of a snapshot, with the live release or, after a migration that old code cannot live with, with an older one. */
async function dataOf(
  paths: ServerPaths,
  standing: Standing,
  { file, code }: { readonly file: string; readonly code: string | null },
): Promise<WayBack> {
  const live = liveRelease(standing);
  if (live === null) throw invalid('Nothing is live that could use a snapshot.', 'Deploy first.');
  const release = code === null ? live : standing.releases.find(({ id }) => id === code);
  if (release === undefined)
    throw invalid(`There is no release “${code}”.`, 'onomancer rollback --list shows what there is.');
  const path = snapshotPath(paths, file);
  const { manifest } = await new ReleaseDatabase(paths, live.id).check(path);
  const madeAt = manifest.madeAt.slice(0, 16).replace('T', ' ');
  const title = `Back to the data of ${madeAt} UTC, with release ${release.id}; what came since is lost`;
  return { release, snapshot: path, stages: restoreStages(), title };
}

async function isAgreed({ title }: WayBack, given: Given, terminal: Terminal): Promise<boolean> {
  if (given.json !== true) terminal.say(title);
  if (given.confirm === true) return true;
  if (!terminal.isInteractive) {
    terminal.complain('There is no terminal to ask you on, and --confirm was not given. Nothing was changed.');
    return false;
  }
  if (/^y(?:es)?$/i.test((await terminal.ask('Go ahead? [y/N] ')).trim())) return true;
  terminal.say('Nothing was changed.');
  return false;
}

function invalid(problem: string, wanted: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted } });
}
