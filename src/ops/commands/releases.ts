import { serverPaths } from '../../shared/paths.ts';
import { readStanding } from '../facts/release/standing.ts';
import { liveRelease, previousRelease } from '../plans/release/release.ts';
import { renderReleases } from '../render/release-texts.ts';
import { parseFlags } from './parse-flags.ts';
import type { Verb } from './verb.ts';

const HELP = `onomancer releases [--json]

The releases that are on this server, newest first: which is live, which is the one to go back to, and how each did.
`;

const FLAGS = { json: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/** The releases that are there. */
export const releases: Verb = {
  name: 'releases',
  summary: 'the releases that are on this server',
  help: HELP,
  run: async (args, terminal) => {
    const given = parseFlags('releases', args, FLAGS);
    if (given.help === true) {
      terminal.say(HELP);
      return 0;
    }
    const standing = await readStanding(serverPaths());
    const ids = { live: liveRelease(standing)?.id ?? null, previous: previousRelease(standing)?.id ?? null };
    terminal.say(
      given.json === true ? JSON.stringify({ ...ids, releases: standing.releases }) : renderReleases(standing),
    );
    return 0;
  },
};
