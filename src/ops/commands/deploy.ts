import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { serverPaths } from '../../shared/paths.ts';
import { deployStages } from '../plans/release/stages.ts';
import { DEPLOY_HELP, planAsJson, renderBuilt, renderStages } from '../render/release-texts.ts';
import { whoIsThis } from '../run/identity.ts';
import { carryOut } from '../run/release/carry-out.ts';
import { deployOn } from '../run/release/deploy-on.ts';
import { refuseWrongUser } from '../run/release/right-user.ts';
import { findSource, type Source, tarballSource } from '../run/release/sources.ts';
import type { Terminal } from '../run/terminal.ts';
import { checkForDeploy } from './check-for-deploy.ts';
import { parseFlags } from './parse-flags.ts';
import type { Verb } from './verb.ts';
import { wholeNumber } from './whole-number.ts';

const VERB = 'deploy';
const DEFAULT_SOAK_SECONDS = 30;
const DEFAULT_KEEP = 5;

const FLAGS = {
  version: { type: 'string' },
  'from-tarball': { type: 'string' },
  'build-only': { type: 'boolean' },
  'no-backup': { type: 'boolean' },
  soak: { type: 'string' },
  keep: { type: 'string' },
  force: { type: 'boolean' },
  host: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Given = ReturnType<typeof parseFlags<typeof FLAGS>>;

/** Builds a release and puts it into service while the one before it serves. */
export const deploy: Verb = {
  name: VERB,
  summary: 'build a release of this clone and put it into service, without losing an event',
  help: DEPLOY_HELP,
  isKeptOn: true,
  run: async (args, terminal) => {
    const given = parseFlags(VERB, args, FLAGS);
    if (given.help === true) {
      terminal.say(DEPLOY_HELP);
      return 0;
    }
    if (given.host !== undefined) return deployOn(given.host, args, terminal);
    const soakSeconds = wholeNumber('--soak', given.soak, { otherwise: DEFAULT_SOAK_SECONDS, most: 3_600 });
    const keep = wholeNumber('--keep', given.keep, { otherwise: DEFAULT_KEEP, least: 2, most: 50 });
    const paths = serverPaths();
    refuseWrongUser(paths);
    const source = await sourceOf(given);
    const releaseId = releaseIdOf(source);
    const stages = deployStages({
      isBuildOnly: given['build-only'] === true,
      hasBackup: given['no-backup'] !== true,
      hasSoak: soakSeconds > 0,
    });
    announce(terminal, given, { source, releaseId, stages });
    const check = (): Promise<string> =>
      checkForDeploy(paths, { isForced: given.force === true, tell: (line) => terminal.complain(line) });
    if (given['dry-run'] === true) {
      const says = await check();
      if (given.json !== true)
        terminal.say(`\nThe server can take it (${says}). This was a dry run: nothing was changed.`);
      return 0;
    }
    const order = { verb: VERB, stages, releaseId, source, restoreFrom: null, soakSeconds, keep, who: whoIsThis() };
    const exitCode = await carryOut(paths, order, { terminal, isJson: given.json === true, check });
    if (exitCode === 0 && given['build-only'] === true && given.json !== true) terminal.say(renderBuilt(releaseId));
    return exitCode;
  },
};

function announce(
  terminal: Terminal,
  given: Given,
  {
    source,
    releaseId,
    stages,
  }: { readonly source: Source; readonly releaseId: string; readonly stages: Parameters<typeof renderStages>[0] },
): void {
  for (const note of source.notes) terminal.complain(`! ${note}`);
  if (given.json === true) {
    if (given['dry-run'] === true) terminal.say(planAsJson(VERB, releaseId, stages));
    return;
  }
  const title = `Release ${releaseId} (${source.tarball ?? source.asked})`;
  if (given['dry-run'] === true) {
    terminal.say(renderStages(stages, { title, isColoured: terminal.isColoured }));
  } else terminal.say(title);
}

async function sourceOf(given: Given): Promise<Source> {
  const tarball = given['from-tarball'];
  if (tarball === undefined) return findSource(serverPaths(), given.version ?? null);
  if (given.version === undefined) return tarballSource(tarball);
  throw new AppError('INPUT_INVALID', {
    facts: { problem: '--version and --from-tarball exclude each other.', wanted: 'Give one of them.' },
  });
}

/** Sorts by time and names the commit: `20261125-213000-b49154d`. */
function releaseIdOf({ commit }: Source): string {
  const time = systemClock.now().toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${time}-${commit === null ? 'tarball' : commit.slice(0, 7)}`;
}
