import { isAbsolute, join } from 'node:path';

/** Where everything is on a server. Written here once; scripts, checks and runbooks read it. */
export interface ServerPaths {
  /** The root of the installation. */
  readonly baseDir: string;
  /** The clone that the operator pulls. */
  readonly appDir: string;
  readonly secretsDir: string;
  readonly envFile: string;
  readonly dataDir: string;
  readonly databaseFile: string;
  readonly backupDir: string;
  /** PM2's own directory: `PM2_HOME`. */
  readonly pm2Home: string;
  /** Where setup puts the versions of PM2 beside each other. */
  readonly pm2Places: string;
  readonly logDir: string;
  /** One directory per built release. */
  readonly releasesDir: string;
  /** The symlink that names the live release. */
  readonly currentRelease: string;
  readonly runDir: string;
  /** The symlink that names the live slot's socket; nginx proxies to it. */
  readonly currentSocket: string;
  /** The symlink that names the socket of the slot that answers when the live one dies; nginx asks there next. */
  readonly standbySocket: string;
  /** What the toolkit itself remembers: what was asked for, what was begun, copies of what it replaced. */
  readonly stateDir: string;
  /** Who did what to this server, one JSON object a line. */
  readonly operationsLog: string;
  /** Held while something is being changed. */
  readonly lockFile: string;
}

/** The paths on a server, under another base directory when one is given (for tests and second installations). */
export function serverPaths(baseDir = '/opt/devrel-integration'): ServerPaths {
  const { secretsDir, envFile, dataDir, databaseFile } = applicationPaths(baseDir, {});
  return {
    baseDir,
    appDir: join(baseDir, 'devrel-integration'),
    secretsDir,
    envFile,
    dataDir,
    databaseFile,
    backupDir: join(baseDir, 'backups'),
    pm2Home: join(baseDir, '.pm2'),
    pm2Places: '/opt/pm2',
    logDir: '/var/log/devrel',
    releasesDir: join(baseDir, 'releases'),
    currentRelease: join(baseDir, 'current'),
    runDir: join(baseDir, 'run'),
    currentSocket: join(baseDir, 'run', 'current.sock'),
    standbySocket: join(baseDir, 'run', 'standby.sock'),
    stateDir: '/var/lib/onomancer',
    operationsLog: '/var/log/onomancer/operations.jsonl',
    lockFile: '/run/onomancer/lock',
  };
}

/** Where the running application reads and writes. */
export interface ApplicationPaths {
  readonly baseDir: string;
  readonly secretsDir: string;
  readonly envFile: string;
  readonly configFile: string;
  readonly dataDir: string;
  readonly databaseFile: string;
  /** Null: the log goes to standard output only. */
  readonly logDir: string | null;
}

/** What can be moved; relative paths stand under the base directory. */
export interface MovedPaths {
  readonly secretsDir?: string;
  readonly configFile?: string;
  readonly dataDir?: string;
  readonly logDir?: string;
}

/** The defaults of what can be moved, as the documentation shows them. */
export const DEFAULT_PLACES = { secretsDir: 'secrets', configFile: 'config/onomancer.yml', dataDir: 'data' } as const;

/** The paths of the application under its base directory: the checkout on a laptop, the installation on a server. */
export function applicationPaths(baseDir: string, moved: MovedPaths): ApplicationPaths {
  const under = (path: string): string => (isAbsolute(path) ? path : join(baseDir, path));
  const secretsDir = under(moved.secretsDir ?? DEFAULT_PLACES.secretsDir);
  const dataDir = under(moved.dataDir ?? DEFAULT_PLACES.dataDir);
  return {
    baseDir,
    secretsDir,
    envFile: join(secretsDir, '.env.local'),
    configFile: under(moved.configFile ?? DEFAULT_PLACES.configFile),
    dataDir,
    databaseFile: join(dataDir, 'onomancer.db'),
    logDir: moved.logDir === undefined ? null : under(moved.logDir),
  };
}

/** The log file in its directory. */
export function logFileIn(logDir: string): string {
  return join(logDir, 'onomancer.log');
}

/** Where the web server keeps what belongs to us. The same on every server. */
export const WEB_PATHS = {
  nginxConf: '/etc/nginx/conf.d/onomancer.conf',
  /** The pages that nginx shows by itself. */
  pagesDir: '/var/www/onomancer',
  /** Where certbot puts the answers to the questions of the certificate authority. */
  acmeDir: '/var/www/onomancer-acme',
  tlsDir: '/etc/onomancer/tls',
  /** A symlink to the directory of the certificate that nginx serves: the placeholder's or certbot's. */
  servedCertificate: '/etc/onomancer/tls/served',
  /** The certificate that we sign ourselves, so that nginx can start before the first real one. */
  placeholderDir: '/etc/onomancer/tls/placeholder',
  accessLog: '/var/log/nginx/onomancer-access.log',
  errorLog: '/var/log/nginx/onomancer-error.log',
} as const;

/** The directory in which certbot keeps the newest certificate of a domain, as `fullchain.pem` and `privkey.pem`. */
export function certbotLiveDir(domain: string): string {
  return `/etc/letsencrypt/live/${domain}`;
}
