import type { AppError } from '../../shared/errors/app-error.ts';
import { explain } from '../../shared/errors/catalogue.ts';
import type { DeployTimes } from '../plans/release/deploy-times.ts';
import { liveRelease, previousRelease, type Release, type Standing } from '../plans/release/release.ts';
import { STAGES, type StageId, WHEN_IT_FAILS } from '../plans/release/stages.ts';
import { painter } from './paint.ts';

export const DEPLOY_HELP = `onomancer deploy [OPTIONS]                      (also docs/deployment/scripts/deploy.sh)

Builds a release of this clone and puts it into service without losing a request, a webhook or an interaction. A release
that is bad never serves, or is back out at once. As devrel, in the clone; git pull before it for what is new.

  --version REF      a tag, a branch or a commit, instead of the clone as it is committed
  --from-tarball F   the sources in a tarball, instead of the clone
  --build-only       build it, start nothing; later: onomancer rollback --code ID
  --no-backup        no snapshot of the database (not possible when the database changes in a way that cannot be undone)
  --soak SECONDS     how long the new release is watched while the old one stays warm (default 30)
  --keep N           how many releases stay (default 5; never fewer than the live and the last good one)
  --force            deploy although the doctor finds something wrong; says what it goes over
  --host USER@SERVER deploy there over ssh, from here, with what follows meant for over there, a tarball too. The key of
                     the server must be known (known_hosts), and yours must open without asking
  --dry-run          say what would be done, and do nothing
  --json             one JSON object at the end, nothing else on standard output
  --help             this text

The exit code tells what failed: 69 the server or PM2, 65 the build, 78 the database, 70 the release was not ready or not
good, 74 the connection to --host broke (it goes on over there), 75 another deployment is running, 130 it was interrupted.
`;

export const ROLLBACK_HELP = `onomancer rollback [OPTIONS]                    (also docs/deployment/scripts/rollback.sh)

Goes back to a release that is there, in seconds: nothing is built, nothing is fetched. The state before is kept as a
snapshot of the database first.

  --list             the releases and the snapshots that one can go back to
  --to-previous      the last good release before the live one (asked for when nothing is said)
  --code ID          this release
  --db-only FILE     the data of a snapshot, with the release that is live; what came since is lost
  --code ID --db-only FILE   both: the way back over a migration that the older code cannot live with
  --confirm          do not ask
  --dry-run          say what would be done, and do nothing
  --json             one JSON object at the end, nothing else on standard output
  --help             this text
`;

/** What is going to happen, stage by stage. */
export function renderStages(
  stages: readonly StageId[],
  about: { readonly title: string; readonly isColoured: boolean },
): string {
  const paint = painter(about.isColoured);
  const width = Math.max(...stages.map((stage) => stage.length));
  const lines = stages.map((stage) => `  ${stage.padEnd(width)}  ${STAGES[stage]}`);
  return [paint.strong(about.title), ...lines, '', WHEN_IT_FAILS].join('\n');
}

/** The same for programs. */
export function planAsJson(verb: string, release: string, stages: readonly StageId[]): string {
  return JSON.stringify({ verb, release, isDryRun: true, stages });
}

export function renderStageDone(stage: StageId, says: string, tookMs: number): string {
  return `✓ ${stage.padEnd(10)} ${seconds(tookMs).padStart(7)}  ${says}`;
}

/** The end of a run that failed: what, why, what serves now, what to do. */
export function renderFailure(
  failure: { readonly stage: StageId; readonly error: AppError; readonly givenBack: string },
  lastLines: readonly string[],
): string {
  const { says, hint } = explain(failure.error.code, failure.error.facts);
  return [
    `✗ ${failure.stage}: ${says}`,
    `  ${failure.givenBack}`,
    `  ${hint}`,
    ...(lastLines.length === 0
      ? []
      : ['', '  The last lines of the application:', ...lastLines.map((line) => `    ${line}`)]),
  ].join('\n');
}

/** The end of a run that worked: what is live, since when, how to go back. */
export function renderLive(
  standing: Standing,
  { tookMs, times }: { readonly tookMs: number; readonly times: DeployTimes | null },
): string {
  const live = liveRelease(standing);
  const previous = previousRelease(standing);
  if (live === null) return `Nothing is live. (${seconds(tookMs)})`;
  const back =
    previous === null
      ? 'There is no good release before it to go back to.'
      : `Back to ${previous.id}: docs/deployment/scripts/rollback.sh --to-previous`;
  return [
    `Live: ${live.version}, release ${live.id}, in ${standing.liveSlot ?? '?'} (${seconds(tookMs)} in all).`,
    ...(times === null ? [] : [timesLine(times)]),
    back,
  ].join('\n');
}

function timesLine({ toLiveMs, buildMs, beyondBuildMs }: DeployTimes): string {
  const parts = buildMs === 0 ? '' : `: ${seconds(buildMs)} for the build, ${seconds(beyondBuildMs)} beyond it`;
  return `It was live after ${seconds(toLiveMs)}${parts}.`;
}

/** What is to be done with a release that was only built. */
export function renderBuilt(releaseId: string): string {
  return `Built, and not live: ${releaseId}. Make it live: docs/deployment/scripts/rollback.sh --code ${releaseId}`;
}

/** The releases, newest first, for people. */
export function renderReleases(standing: Standing): string {
  const live = liveRelease(standing)?.id;
  const previous = previousRelease(standing)?.id;
  if (standing.releases.length === 0)
    return 'There are no releases yet: docs/deployment/scripts/deploy.sh makes the first.';
  return standing.releases
    .map((release) => {
      const mark = release.id === live ? '● live    ' : release.id === previous ? '○ previous' : '          ';
      return `${mark} ${release.id}  ${release.version}  built ${release.builtAt.slice(0, 16).replace('T', ' ')} UTC by ${release.builtBy}  ${verdictWords(release)}`;
    })
    .join('\n');
}

function verdictWords({ verdict }: Release): string {
  if (verdict === null) return 'not judged';
  return verdict.is === 'good' ? `good (${verdict.why})` : `BAD (${verdict.why})`;
}

export function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
