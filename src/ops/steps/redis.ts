import { type StepMaker, USER } from './setup-input.ts';
import { asking, doing } from './step.ts';
import { unitRunning } from './units.ts';

const MAIN = '/etc/redis/redis.conf';
const OURS = '/etc/redis/onomancer.conf';
/** Where the bot finds Redis. */
const SOCKET = '/run/redis/redis-server.sock';
const OWNER = { owner: 'redis', group: 'redis' } as const;

const CONTENT = `# Written by onomancer setup; read at the end of redis.conf, and the last value counts.
# No port at all: who may open the socket may use Redis, and that is the bot and root.
port 0
unixsocket ${SOCKET}
unixsocketperm 770
maxmemory 256mb
maxmemory-policy allkeys-lru
# Nothing in here is worth keeping: the bot loses no data with it.
save ""
appendonly no
`;

/** A cache on a socket, with bounded memory. The bot works without. */
export const redis: StepMaker = ({ options }) => {
  const title = 'Redis';
  if (!options.hasRedis) return { id: 'redis', title, skipped: 'not asked for (--skip-redis)' };
  return {
    id: 'redis',
    title,
    checks: `whether Redis listens on ${SOCKET} only, for ${USER}, with at most 256 MB`,
    undo: 'apt-get purge redis-server, and run setup with --skip-redis from then on',
    packages: ['redis-server'],
    resources: [
      { kind: 'file', path: OURS, content: CONTENT, mode: 0o640, ...OWNER },
      { kind: 'lines', path: MAIN, lines: [`include ${OURS}`], mode: 0o640, ...OWNER },
      {
        kind: 'condition',
        title: `${USER} may use the socket`,
        probe: asking('id', '-nG', USER),
        wants: { matches: /(?:^|\s)redis(?:\s|$)/ },
        change: [doing('usermod', '--append', '--groups', 'redis', USER)],
      },
      ...unitRunning('redis-server.service'),
    ],
    activate: [doing('systemctl', 'restart', 'redis-server.service')],
    verify: [
      {
        title: 'Redis keeps to 256 MB',
        probe: asking('redis-cli', '-s', SOCKET, 'CONFIG', 'GET', 'maxmemory'),
        wants: { matches: /^268435456$/m },
        patienceSeconds: 10,
        hint: 'Look at: journalctl -u redis-server -n 30',
      },
    ],
  };
};
