import { type StepMaker, USER } from './setup-input.ts';
import { asking, doing } from './step.ts';
import { unitRunning } from './units.ts';

const CONFIG = '/etc/redis/redis.conf';
/** Where the bot finds Redis. */
const SOCKET = '/run/redis/redis-server.sock';
const OWNER = { owner: 'redis', group: 'redis' } as const;

const CONTENT = `# Written by onomancer setup.
# No port at all: who may open the socket may use Redis, and that is the bot and root.
port 0
bind 127.0.0.1 -::1
protected-mode yes
unixsocket ${SOCKET}
unixsocketperm 770
# Nobody changes this while it runs, and nobody empties or stops it from a prompt.
rename-command CONFIG ""
rename-command FLUSHALL ""
rename-command SHUTDOWN ""
rename-command DEBUG ""
maxmemory 256mb
maxmemory-policy allkeys-lru
# Nothing in here is worth keeping: the bot loses no data with it.
save ""
appendonly no
dir /var/lib/redis
loglevel notice
logfile /var/log/redis/redis-server.log
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
      { kind: 'file', path: CONFIG, content: CONTENT, mode: 0o640, ...OWNER },
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
        probe: asking('redis-cli', '-s', SOCKET, 'INFO', 'memory'),
        wants: { matches: /^maxmemory:268435456\s*$/m },
        patienceSeconds: 10,
        hint: 'Look at: journalctl -u redis-server -n 30',
      },
    ],
  };
};
