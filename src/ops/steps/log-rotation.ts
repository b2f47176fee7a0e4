import { type StepMaker, USER } from './setup-input.ts';
import { doing } from './step.ts';

const PATH = '/etc/logrotate.d/onomancer';

/** Logs for 14 days. The bot is asked to open its log anew; nobody calls pm2, least of all as root. */
export const logRotation: StepMaker = ({ paths }) => {
  const content = `# Written by onomancer setup. Everything here is done as ${USER} (su), also what stands under postrotate.
${paths.logDir}/*.log {
    su ${USER} adm
    daily
    rotate 14
    maxsize 100M
    missingok
    notifempty
    compress
    delaycompress
    create 0640 ${USER} adm
    sharedscripts
    postrotate
        for file in ${paths.pm2Home}/pids/*.pid; do
            if [ -s "$file" ]; then kill -HUP "$(cat "$file")" 2> /dev/null || true; fi
        done
    endscript
}

# What PM2 itself writes, which cannot be asked to open it anew.
${paths.pm2Home}/logs/*.log {
    su ${USER} ${USER}
    daily
    rotate 14
    maxsize 50M
    missingok
    notifempty
    compress
    copytruncate
}
`;
  return {
    id: 'log-rotation',
    title: 'Log rotation',
    checks: `whether the logs in ${paths.logDir} are turned over every day and kept for 14`,
    undo: `rm ${PATH}`,
    packages: ['logrotate'],
    resources: [{ kind: 'file', path: PATH, content, mode: 0o644, owner: 'root', group: 'root' }],
    validate: [doing('logrotate', '--debug', PATH)],
  };
};
