import { about, type DoctorCheck, fine, notHere, PM2, wrong } from '../doctor-check.ts';

const programs = about('Programs');

/** The first line of the house that still gets security updates (https://nodejs.org/en/about/previous-releases). */
const OLDEST_NODE = 22;
/** The report's thresholds for restarts stand per hour; PM2 counts since it was told to start. */
const MANY_RESTARTS = 10;

const SETUP_AGAIN = 'docs/deployment/scripts/server-setup.sh brings it.';

export const PROGRAM_CHECKS: readonly DoctorCheck[] = [
  programs({
    id: 'node',
    title: 'Node is there, and new enough',
    severity: 'blocker',
    needs: ['node'],
    judge: ({ node: { version } }) => {
      if (version === null) return wrong('there is no node', SETUP_AGAIN);
      return Number(version.split('.')[0]) >= OLDEST_NODE
        ? fine(version)
        : wrong(`it is ${version}`, `It wants ${OLDEST_NODE} or newer: ${SETUP_AGAIN}`);
    },
  }),
  programs({
    id: 'pm2',
    title: 'PM2 is there, and comes back after a restart',
    severity: 'blocker',
    needs: ['processes'],
    judge: ({ processes: { pm2Version, unit } }) => {
      if (pm2Version === null) return wrong('it is not installed', SETUP_AGAIN);
      if (unit === null)
        return wrong('no unit of systemd starts it', `After a restart the bot would be away: ${SETUP_AGAIN}`);
      if (!unit.isEnabled)
        return wrong(`${unit.name} does not start with the machine`, `systemctl enable ${unit.name}`);
      if (!unit.isActive)
        return wrong(
          `${unit.name} does not run`,
          `systemctl start ${unit.name}; why not: journalctl -u ${unit.name} -n 50`,
        );
      return fine(`${pm2Version}, by ${unit.name}`);
    },
  }),
  programs({
    id: 'process',
    title: 'the bot’s process runs, and stays up',
    severity: 'blocker',
    needs: ['bot', 'processes'],
    judge: ({ bot: { release }, processes: { processes } }) => {
      if (release === null) return notHere('nothing is deployed yet: docs/deployment/scripts/deploy.sh');
      if (processes === null)
        return wrong('PM2 does not run', 'systemctl status of its unit says why; see the check before');
      const ours = processes.filter(({ name }) => name.startsWith('onomancer'));
      const [first] = ours;
      if (first === undefined)
        return wrong('PM2 has no process of ours', 'Deploy again: docs/deployment/scripts/deploy.sh');
      const down = ours.filter(({ status }) => status !== 'online');
      if (down.length === ours.length) {
        return wrong(`${first.name} is ${first.status}`, `Why: ${PM2.log}`);
      }
      const most = Math.max(...ours.map(({ restarts }) => restarts));
      return most > MANY_RESTARTS
        ? wrong(`it was restarted ${most} times since it was deployed`, `Why: ${PM2.log}`)
        : fine(ours.map(({ name, status, restarts }) => `${name} ${status}, ${restarts} restarts`).join('; '));
    },
  }),
  programs({
    id: 'redis',
    title: 'Redis runs',
    severity: 'warning',
    needs: ['setup', 'redis'],
    judge: ({ setup, redis }) => {
      if (!setup.input.options.hasRedis) return notHere('left out with --skip-redis');
      if (!redis.isInstalled) return wrong('it is not installed', `${SETUP_AGAIN} The bot works without it.`);
      return redis.isActive
        ? fine('it does')
        : wrong(
            'it does not',
            'systemctl start redis-server; why not: journalctl -u redis-server -n 30. The bot works without it.',
          );
    },
  }),
];
