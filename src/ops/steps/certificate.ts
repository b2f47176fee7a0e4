import { createHash } from 'node:crypto';
import { certbotLiveDir, WEB_PATHS } from '../../shared/paths.ts';
import { webNames } from './nginx.ts';
import type { SetupInput, StepMaker } from './setup-input.ts';
import { asking, type Command, type ConditionResource, doing } from './step.ts';
import { unitRunning } from './units.ts';

/** The ACME directory of Let's Encrypt (https://letsencrypt.org/docs/acme-protocol-updates/). */
const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

const LIMIT_SECONDS = 300;
const RELOAD_HOOK = '/etc/letsencrypt/renewal-hooks/deploy/onomancer-reload-nginx';

/** certbot runs it after each renewal (https://eff-certbot.readthedocs.io/en/stable/using.html#renewing-certificates). */
const HOOK = `#!/bin/sh
# Written by onomancer setup. A renewed certificate is worth nothing until nginx has read it.
set -e
nginx -t -q
systemctl reload nginx
`;

/** For the operator when the authority did not give a certificate. */
function whatToDo(domain: string): string {
  return `The server works meanwhile, with a certificate that browsers warn about. Usual reasons: ${domain} does not point here yet (dig +short ${domain}), or a firewall of the provider closes port 80 (from your own computer: curl -I http://${domain}). Mend it, then run setup again; Let's Encrypt allows five failures an hour. More in /var/log/letsencrypt/letsencrypt.log.`;
}

const WITHOUT_RENEWAL =
  'The certificate that there is stays valid until its end, but a new one would not come by itself. Mend what is said above, then run setup again.';

/** A certificate that browsers believe, got over the web server that runs already. */
export const certificate: StepMaker = (input) => {
  const { domain, email, hasNginx } = input.options;
  const title = 'Certificate';
  if (!hasNginx || domain === null || email === null) {
    return { id: 'certificate', title, skipped: 'left out with --skip-nginx' };
  }
  const live = certbotLiveDir(domain);
  return {
    id: 'certificate',
    title: `${title} for ${webNames(input).join(' and ')}`,
    checks: `the certificate in ${live}: its names, its age, who signed it, and that nginx serves it`,
    undo: `ln -sfn ${WEB_PATHS.placeholderDir} ${WEB_PATHS.servedCertificate} && systemctl reload nginx; certbot delete --cert-name ${domain}`,
    packages: ['certbot'],
    resources: [
      { kind: 'file', path: RELOAD_HOOK, content: HOOK, mode: 0o755, owner: 'root', group: 'root' },
      ...issued(input, { domain, email }),
      { kind: 'link', path: WEB_PATHS.servedCertificate, target: live },
    ],
    validate: [doing('nginx', '-t', '-q')],
    // The processes of before answer a moment longer.
    activate: [doing('systemctl', 'reload', 'nginx'), doing('sleep', '1')],
    verify: [
      {
        title: 'nginx serves it',
        probe: asking('openssl', 's_client', '-connect', '127.0.0.1:443', '-servername', domain),
        wants: { lacks: /CN ?= ?placeholder/ },
        hint: 'systemctl status nginx; nginx -t',
      },
    ],
    goOnWithout: whatToDo(domain),
  };
};

/** What proves that the certificate will be there in three months too. */
export const renewal: StepMaker = (input) => {
  const { domain, hasNginx } = input.options;
  const title = 'Renewal of the certificate';
  if (!hasNginx || domain === null) return { id: 'renewal', title, skipped: 'left out with --skip-nginx' };
  return {
    id: 'renewal',
    title,
    checks: 'whether certbot’s timer runs, and whether a renewal succeeds when it is tried',
    undo: 'systemctl disable --now certbot.timer',
    resources: [...unitRunning('certbot.timer'), proven(input, domain)],
    goOnWithout: WITHOUT_RENEWAL,
  };
};

interface Wanted {
  readonly domain: string;
  readonly email: string;
}

/** Two questions with the same remedy: are the names right and is it valid, and is it from the right authority? */
function issued(input: SetupInput, { domain, email }: Wanted): readonly ConditionResource[] {
  const names = webNames(input);
  const server = serverOf(input);
  const file = `${certbotLiveDir(domain)}/fullchain.pem`;
  const request = certbot(
    'certonly',
    '--webroot',
    '-w',
    WEB_PATHS.acmeDir,
    ...names.flatMap((name) => ['-d', name]),
    '--cert-name',
    domain,
    '--email',
    email,
    '--agree-tos',
    '--no-eff-email',
    '--server',
    server,
    // What Mozilla's guideline asks for; certbot before 2.0 would take RSA.
    '--key-type',
    'ecdsa',
    '--keep-until-expiring',
    '--renew-with-new-domains',
  );
  return [
    {
      kind: 'condition',
      title: `there is a valid certificate for ${names.join(' and ')}`,
      probe: asking('openssl', 'x509', '-in', file, '-noout', '-ext', 'subjectAltName', '-checkend', '0'),
      wants: { matches: namesAndValid(names) },
      change: [request],
    },
    {
      kind: 'condition',
      title: `it is from ${server}`,
      probe: asking('grep', '-c', '-x', '-F', `server = ${server}`, `/etc/letsencrypt/renewal/${domain}.conf`),
      wants: { stdout: '1' },
      change: [{ ...request, argv: [...request.argv, '--force-renewal'] }],
    },
  ];
}

/** OpenSSL lists the names on one line and says on another that the certificate is still valid. */
function namesAndValid(names: readonly string[]): RegExp {
  const each = names.map((name) => `(?=[^]*DNS:${name.replaceAll('.', String.raw`\.`)}(?:,|\\s))`);
  return new RegExp(`^${each.join('')}(?=[^]*will not expire)`);
}

/**
 * A trial of the whole renewal, once for each way in which it is done. certbot tries it at the staging server of Let's
 * Encrypt, and at the same one where another authority was chosen.
 */
function proven(input: SetupInput, domain: string): ConditionResource {
  const server = serverOf(input);
  const way = createHash('sha256')
    .update([...webNames(input), server].join(' '))
    .digest('hex')
    .slice(0, 12);
  const mark = `${WEB_PATHS.tlsDir}/renewal-tried-${way}`;
  const other = server === LETS_ENCRYPT ? [] : ['--server', server];
  return {
    kind: 'condition',
    title: 'a renewal has succeeded on trial',
    probe: asking('test', '-e', mark),
    wants: { exitCode: 0 },
    change: [
      certbot('renew', '--dry-run', '--cert-name', domain, '--no-random-sleep-on-renew', ...other),
      doing('touch', mark),
    ],
  };
}

function serverOf({ options }: SetupInput): string {
  return options.acmeServer ?? LETS_ENCRYPT;
}

function certbot(...args: readonly string[]): Command {
  return { argv: ['certbot', ...args, '--non-interactive'], limitSeconds: LIMIT_SECONDS };
}
