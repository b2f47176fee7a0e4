import type { ServerPaths } from '../../shared/paths.ts';

/** What the files of PM2 are made from. */
export interface Pm2Parts {
  readonly node: string;
  /** The directory of the package. */
  readonly pm2: string;
  readonly paths: ServerPaths;
  readonly user: string;
  readonly unit: string;
  /** The script that the unit runs once PM2 is up. */
  readonly start: string;
  readonly hasRedis: boolean;
}

const HEAD = '# Written by onomancer setup.';

/** What no bot needs (systemd.exec(5)). Writing to executable memory stays allowed: V8 compiles. */
const SANDBOX = `NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
`;

/**
 * The command `pm2`: the same PM2 for everybody. Root calling PM2 itself would leave files of root in its home, any
 * other home would start a second PM2, and a call while its unit is down would start an empty one.
 */
export function renderPm2Command({ node, pm2, paths, user, unit }: Pm2Parts): string {
  return `#!/bin/sh
${HEAD} PM2 as ${user}, with its own home and without the environment of whoever calls: PM2 would keep that on disk.
set -eu
if [ "$(id -u)" -eq 0 ]; then
  cd ${paths.baseDir}
  exec runuser -u ${user} -- "$0" "$@"
fi
if [ "$(id -un)" != ${user} ]; then
  echo 'pm2: only ${user} and root can use it here.' >&2
  exit 77
fi
if ! systemctl --quiet is-active ${unit}; then
  echo 'pm2: its unit is not running, and PM2 would start a second, empty one. As root: systemctl start ${unit}' >&2
  exit 69
fi
exec env -i ${environment(paths).join(' ')} PATH=${pathOf(node)} TERM="\${TERM:-dumb}" LANG=C.UTF-8 \\
  ${node} ${pm2}/bin/pm2 "$@"
`;
}

/**
 * What the unit runs after PM2 was started: waits until it answers, and starts the live release in the live slot, as the
 * links say. Not what PM2 has saved: that can be older than the last deployment, and nothing would be live then.
 */
export function renderPm2Start({ node, pm2, paths }: Pm2Parts): string {
  return `#!/bin/sh
${HEAD} Run by the unit of PM2.
set -eu
tries=0
until [ -S "$PM2_HOME/rpc.sock" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 150 ] || { echo 'PM2 did not open its socket within 15 seconds.' >&2; exit 1; }
  sleep 0.1
done
[ -L ${paths.currentSocket} ] || exit 0
slot=$(basename "$(readlink ${paths.currentSocket})" .sock)
exec ${node} ${pm2}/bin/pm2 start "$(readlink -f "${paths.runDir}/$slot.release")/ecosystem.config.js"
`;
}

/**
 * The unit. PM2 runs in the foreground, so systemd sees it die; `UMask=0007` lets nginx, which shares the group of the
 * run directory, use the socket, and nobody else anything. The memory bounds are for PM2 and the bot together.
 */
export function renderPm2Unit({ node, pm2, paths, user, start, hasRedis }: Pm2Parts): string {
  return `${HEAD}
[Unit]
Description=PM2, which keeps Onomancer running
Documentation=https://pm2.keymetrics.io/docs/
After=network-online.target nss-lookup.target${hasRedis ? ' redis-server.service' : ''}
Wants=network-online.target

[Service]
Type=simple
User=${user}
Group=${user}
${hasRedis ? 'SupplementaryGroups=redis\n' : ''}WorkingDirectory=${paths.baseDir}
${environment(paths)
  .map((variable) => `Environment=${variable}`)
  .join('\n')}
Environment=PATH=${pathOf(node)}
UMask=0007
ExecStartPre=/bin/rm -f ${paths.pm2Home}/rpc.sock ${paths.pm2Home}/pub.sock
ExecStartPre=/bin/mkdir -p ${paths.pm2Home}/logs ${paths.pm2Home}/pids ${paths.pm2Home}/modules
ExecStart=${node} ${pm2}/lib/Daemon.js
ExecStartPost=${start}
Restart=always
RestartSec=2
TimeoutStartSec=60
# PM2 stops the bot first, which takes up to 30 seconds to finish what it is at.
TimeoutStopSec=60
KillMode=mixed
OOMPolicy=continue
MemoryHigh=70%
MemoryMax=80%
TasksMax=512
LimitCORE=0

${SANDBOX}ReadWritePaths=${paths.baseDir} ${paths.logDir}
# Root runs the toolkit from the clone, so what the bot runs must not be able to change it; nor its own secrets.
ReadOnlyPaths=-${paths.appDir} -${paths.secretsDir}

[Install]
WantedBy=multi-user.target
`;
}

/** All that PM2 and what it starts get; the bot reads its secrets itself, from its file. */
function environment(paths: ServerPaths): readonly string[] {
  return [
    `HOME=${paths.pm2Home}`,
    `PM2_HOME=${paths.pm2Home}`,
    'PM2_DISABLE_VERSION_CHECK=true',
    'NODE_ENV=production',
  ];
}

function pathOf(node: string): string {
  return `${node.replace(/\/node$/, '')}:/usr/local/bin:/usr/bin:/bin`;
}
