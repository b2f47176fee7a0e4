import { type StepMaker, USER } from './setup-input.ts';
import type { DirectoryResource } from './step.ts';

/** Debian's group of web servers: nginx may enter the directory with the socket, and nothing else. */
const WEB_GROUP = 'www-data';

/** The directories of the installation, each with the narrowest rights that work. */
export const directories: StepMaker = ({ paths }) => {
  const own = (path: string, mode: number, group = USER): DirectoryResource => ({
    kind: 'directory',
    path,
    mode,
    owner: USER,
    group,
  });
  return {
    id: 'directories',
    title: 'Directories',
    checks: `${paths.baseDir} and what is in it, ${paths.logDir}: owners and modes; never what they hold`,
    undo: `back up ${paths.dataDir} and ${paths.secretsDir} first; then rm -r ${paths.baseDir} ${paths.logDir}`,
    resources: [
      own(paths.baseDir, 0o751),
      own(paths.secretsDir, 0o700),
      own(paths.dataDir, 0o700),
      own(paths.backupDir, 0o700),
      own(paths.pm2Home, 0o700),
      own(paths.releasesDir, 0o750),
      // Set-group-id: a socket that is made in it belongs to the group of the web server.
      own(paths.runDir, 0o2750, WEB_GROUP),
      own(paths.logDir, 0o750, 'adm'),
    ],
  };
};
