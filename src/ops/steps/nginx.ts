import { WEB_PATHS } from '../../shared/paths.ts';
import { renderNginxConf } from '../render/nginx-conf.ts';
import { softwareOf } from '../render/tls-profile.ts';
import { statusPage } from '../render/web-pages.ts';
import type { SetupInput, StepMaker } from './setup-input.ts';
import { asking, type ConditionResource, doing, type FileResource, type Resource } from './step.ts';
import { unitEnabled } from './units.ts';

const NGINX_CONF = '/etc/nginx/nginx.conf';
const DEFAULT_SITE = '/etc/nginx/sites-enabled/default';
/** Debian's and Ubuntu's nginx.conf reads these before anything else, at the level of the process. */
const PROCESS_CONF = '/etc/nginx/modules-enabled/90-onomancer.conf';
const UNIT_DROP_IN = '/etc/systemd/system/nginx.service.d/onomancer.conf';

/** With 768 for each process, as delivered, one slow client can hold them all. */
const CONNECTIONS = 4096;

/** The web server: everything that comes from outside comes through it. */
export const nginx: StepMaker = (input) => {
  const { domain, hasNginx } = input.options;
  if (!hasNginx || domain === null) {
    return { id: 'nginx', title: 'nginx', skipped: 'left out with --skip-nginx: the server has no web address' };
  }
  return {
    id: 'nginx',
    title: `nginx for ${domain}`,
    checks: `${WEB_PATHS.nginxConf}, the status page, a certificate to start with, and that nginx takes them and runs`,
    undo: `rm ${WEB_PATHS.nginxConf} ${PROCESS_CONF} && systemctl reload nginx; or apt-get purge nginx nginx-common`,
    packages: ['nginx', 'openssl'],
    resources: [
      ...directories(),
      ...startingCertificate(),
      ...configuration(input, domain),
      unitEnabled('nginx.service'),
    ],
    validate: [doing('nginx', '-t', '-q')],
    activate: [doing('systemctl', 'daemon-reload'), doing('systemctl', 'reload-or-restart', 'nginx')],
    verify: [
      {
        title: 'nginx runs',
        probe: asking('systemctl', 'is-active', 'nginx'),
        wants: { stdout: 'active' },
        hint: 'journalctl -u nginx -n 30 says why it does not',
      },
    ],
  };
};

/** The certificates that nginx shows to those who ask for the domain, and other names that lead to it. */
export function webNames({ options, host }: SetupInput): readonly string[] {
  const { domain } = options;
  if (domain === null) return [];
  const isOurs = host.wwwAddresses.length > 0 && host.wwwAddresses.every((address) => host.addresses.includes(address));
  return isOurs ? [domain, `www.${domain}`] : [domain];
}

function directories(): readonly Resource[] {
  const root = (path: string, mode: number): Resource => ({
    kind: 'directory',
    path,
    mode,
    owner: 'root',
    group: 'root',
  });
  return [
    root(WEB_PATHS.pagesDir, 0o755),
    root(WEB_PATHS.acmeDir, 0o755),
    root('/etc/onomancer', 0o755),
    root(WEB_PATHS.tlsDir, 0o755),
    root(WEB_PATHS.placeholderDir, 0o700),
  ];
}

/** nginx does not start without a certificate, and there is none before nginx runs: so we sign one ourselves. */
function startingCertificate(): readonly ConditionResource[] {
  const { placeholderDir, servedCertificate } = WEB_PATHS;
  const certificate = `${placeholderDir}/fullchain.pem`;
  return [
    {
      kind: 'condition',
      title: 'there is a certificate of our own, to start with',
      probe: asking('openssl', 'x509', '-in', certificate, '-noout', '-checkend', '2592000'),
      wants: { exitCode: 0 },
      change: [
        doing(
          'openssl',
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-days',
          '3650',
          '-subj',
          '/O=Onomancer/CN=placeholder',
          '-keyout',
          `${placeholderDir}/privkey.pem`,
          '-out',
          certificate,
        ),
      ],
    },
    {
      kind: 'condition',
      title: 'nginx has a certificate to serve',
      probe: asking('test', '-e', `${servedCertificate}/fullchain.pem`),
      wants: { exitCode: 0 },
      change: [doing('ln', '-sfn', placeholderDir, servedCertificate)],
    },
  ];
}

function configuration(input: SetupInput, domain: string): readonly Resource[] {
  const { options, host } = input;
  const ours = (path: string, content: string): FileResource => ({
    kind: 'file',
    path,
    content,
    mode: 0o644,
    owner: 'root',
    group: 'root',
  });
  const page = statusPage();
  return [
    ours(`${WEB_PATHS.pagesDir}/${page.name}`, page.text),
    ours(
      WEB_PATHS.nginxConf,
      renderNginxConf({
        domain,
        aliases: webNames(input).slice(1),
        software: softwareOf(host.system, host.systemVersion),
        hasIpv6: host.hasIpv6,
        admitsTls12: options.admitsTls12,
      }),
    ),
    // Debian's welcome page claims the requests that are for nobody. It stays in sites-available.
    { kind: 'absent', path: DEFAULT_SITE },
    ours(
      PROCESS_CONF,
      `# Written by onomancer setup. Two files for each connection: the client's and the bot's.\nworker_rlimit_nofile ${4 * CONNECTIONS};\n`,
    ),
    {
      kind: 'condition',
      title: 'nginx takes enough connections at once',
      probe: asking('grep', '-c', 'worker_connections 768;', NGINX_CONF),
      wants: { stdout: '0' },
      change: [doing('sed', '-i', `s/worker_connections 768;/worker_connections ${CONNECTIONS};/`, NGINX_CONF)],
    },
    ours(UNIT_DROP_IN, '# Written by onomancer setup.\n[Service]\nRestart=on-failure\nRestartSec=2\n'),
  ];
}
