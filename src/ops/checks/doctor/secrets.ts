import type { ServerPaths } from '../../../shared/paths.ts';
import { USER } from '../../steps/setup-input.ts';
import { about, type DoctorCheck, fine, notHere, wrong } from '../doctor-check.ts';
import type { PlaceFacts } from '../doctor-facts.ts';
import { TOKEN_CHECKS } from './tokens.ts';

const secrets = about('Secrets');

const GUIDE = 'docs/CREDENTIALS_SETUP_GUIDE.md';

/** Which paths are nobody else's business, and the most that their modes may allow. */
function privatePlaces(paths: ServerPaths): readonly (readonly [path: string, most: number])[] {
  return [
    [paths.secretsDir, 0o700],
    [paths.envFile, 0o600],
    [paths.dataDir, 0o700],
    [paths.backupDir, 0o700],
    [paths.pm2Home, 0o700],
  ];
}

export const SECRET_CHECKS: readonly DoctorCheck[] = [
  secrets({
    id: 'settings',
    title: 'the settings are there, and right',
    severity: 'blocker',
    needs: ['secrets'],
    judge: ({ secrets: { path, isThere, problems } }) => {
      if (!isThere) {
        return wrong(
          `there is no ${path}`,
          `In the repository: install -o ${USER} -g ${USER} -m 600 .env.example ${path}; then fill it in as ${GUIDE} says: nano ${path}`,
        );
      }
      const [first] = problems;
      if (first === undefined) return fine(path);
      const rest = problems.length === 1 ? '' : ` And ${problems.length - 1} more.`;
      return wrong(`${first.name}: found ${first.found}.${rest}`, `Wanted: ${first.wanted}. In: ${first.where}.`);
    },
  }),
  secrets({
    id: 'private-places',
    title: 'secrets and data are private',
    severity: 'blocker',
    needs: ['setup', 'places'],
    judge: ({ setup, places }) => {
      const open = privatePlaces(setup.input.paths).flatMap(([path, most]) => openness(path, most, places));
      return open.length === 0
        ? fine(`only ${USER} and root can read them`)
        : wrong(open.map(({ says }) => says).join('; '), open.map(({ todo }) => todo).join('; '));
    },
  }),
  secrets({
    id: 'leaks',
    title: 'no secret stands in the open',
    severity: 'blocker',
    needs: ['secrets'],
    judge: ({ secrets: { isThere, leaks } }) => {
      if (!isThere) return notHere('there are no secrets yet');
      return leaks.length === 0
        ? fine('not in what PM2 saves, not in the arguments of a process')
        : wrong(
            `found in ${leaks.join(', ')}`,
            'Take it out, then make a new one and withdraw the old one: somebody may have read it.',
          );
    },
  }),
  ...TOKEN_CHECKS,
];

interface Openness {
  readonly says: string;
  readonly todo: string;
}

function openness(path: string, most: number, { found, rights }: PlaceFacts): readonly Openness[] {
  const stands = found[path];
  // What is missing is told by the checks that need it.
  if (stands === undefined || stands === 'nothing') return [];
  const right = rights[path];
  if (right === undefined) return [{ says: `${path} is a ${stands}`, todo: `ls -ld ${path}` }];
  const octal = (mode: number): string => mode.toString(8);
  return [
    ...(right.owner === USER || right.owner === 'root'
      ? []
      : [{ says: `${path} belongs to ${right.owner}`, todo: `chown ${USER}:${USER} ${path}` }]),
    ...((right.mode & 0o777 & ~most) === 0
      ? []
      : [{ says: `${path} has mode ${octal(right.mode & 0o777)}`, todo: `chmod ${octal(most)} ${path}` }]),
  ];
}
