import { serverPaths, WEB_PATHS } from '../../shared/paths.ts';
import { block, type Lines } from './nginx-block.ts';
import { errorLocations } from './nginx-errors.ts';
import { securityHeaders } from './nginx-headers.ts';
import { CONNECTIONS, httpLevel } from './nginx-http-level.ts';
import { loopbackLocations, publicLocations } from './nginx-locations.ts';
import type { ServerSoftware } from './tls-profile.ts';
import { isAtLeast, tlsLines } from './tls-profile.ts';

/** What the configuration of nginx depends on. */
export interface NginxSite {
  readonly domain: string;
  /** Other names, such as `www.`, that lead to the domain. */
  readonly aliases: readonly string[];
  readonly software: ServerSoftware;
  /** False where the kernel has no IPv6: nginx would not start. */
  readonly hasIpv6: boolean;
  /** Also TLS 1.2, for clients from before 2018. */
  readonly admitsTls12: boolean;
}

/** Where nginx answers for people and programs on the server itself. */
const LOOPBACK = '127.0.0.1:3000';

/**
 * The whole configuration: one file, for the level of `http`. It stands beside other people's sites, so its zones,
 * formats and variables begin with `onomancer`, and what nginx.conf may have set already is set per server.
 *
 * HTTP/1.1 only: one small page and a few webhooks gain nothing from HTTP/2, which opens more ways to wear a server out.
 */
export function renderNginxConf(site: NginxSite): string {
  const paths = serverPaths();
  const parts: readonly Lines[] = [
    HEAD,
    httpLevel(names(site), { live: paths.currentSocket, standby: paths.standbySocket }),
    server('Requests for another name, or for none: no answer.', strangersOnPort80(site)),
    server('The same with TLS. This server also decides about the handshake for the others.', strangersOnPort443(site)),
    server('Without TLS: only the certificate authority is answered.', port80(site)),
    ...(site.aliases.length === 0 ? [] : [server('Other names lead to the one name.', aliasesOnPort443(site))]),
    server('The one name.', port443(site)),
    server('For curl and for monitoring on the server itself: everything that the bot answers.', loopback()),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const HEAD: Lines = [
  '# Onomancer behind nginx. Setup writes this file with the domain of the server and for its version of nginx, and writes',
  '# it again when it was changed by hand: change src/ops/render/nginx-conf.ts instead.',
];

function server(remark: string, lines: Lines): Lines {
  return [`# ${remark}`, ...block('server', lines)];
}

function names({ domain, aliases }: NginxSite): readonly string[] {
  return [domain, ...aliases];
}

function strangersOnPort80(site: NginxSite): Lines {
  return [...listen(site, '80 default_server'), 'server_name _;', ...clientLimits(), ...nothing()];
}

/** For what is not even HTTP nginx has an answer that cannot be turned off, so it gets the headers too. */
function nothing(): Lines {
  return [...securityHeaders({ isTls: false }), '', 'access_log off;', 'return 444;'];
}

function strangersOnPort443(site: NginxSite): Lines {
  const refuses = isAtLeast(site.software.nginx, [1, 20]);
  const { placeholderDir } = WEB_PATHS;
  return [
    ...listen(site, '443 ssl default_server'),
    'server_name _;',
    ...tlsLines(site.software, site.admitsTls12),
    // Versions before 1.19.4 have to finish the handshake first, with a certificate that names nobody.
    ...(refuses ? ['ssl_reject_handshake on;'] : certificate(placeholderDir)),
    ...clientLimits(),
    ...nothing(),
  ];
}

function port80(site: NginxSite): Lines {
  return [
    ...listen(site, '80'),
    `server_name ${names(site).join(' ')};`,
    ...clientLimits(),
    ...logs(),
    ...securityHeaders({ isTls: false }),
    ...acmeLocation(),
    ...block('location /', [`return 301 https://${site.domain}$request_uri;`]),
  ];
}

function aliasesOnPort443(site: NginxSite): Lines {
  return [
    ...listen(site, '443 ssl'),
    `server_name ${site.aliases.join(' ')};`,
    ...tlsLines(site.software, site.admitsTls12),
    ...certificate(WEB_PATHS.servedCertificate),
    ...clientLimits(),
    ...logs(),
    ...securityHeaders({ isTls: true }),
    '',
    `return 301 https://${site.domain}$request_uri;`,
  ];
}

function port443(site: NginxSite): Lines {
  return [
    ...listen(site, '443 ssl'),
    `server_name ${site.domain};`,
    ...tlsLines(site.software, site.admitsTls12),
    ...certificate(WEB_PATHS.servedCertificate),
    ...clientLimits(),
    ...logs(),
    ...securityHeaders({ isTls: true }),
    ...publicLocations(),
    '',
    '# What nginx refuses by itself.',
    ...errorLocations(),
    ...acmeLocation(),
  ];
}

function loopback(): Lines {
  return [
    `listen ${LOOPBACK};`,
    'server_name localhost 127.0.0.1;',
    'server_tokens off;',
    'access_log off;',
    `error_log ${WEB_PATHS.errorLog};`,
    ...loopbackLocations(),
  ];
}

function listen({ hasIpv6 }: NginxSite, what: string): Lines {
  return [`listen ${what};`, ...(hasIpv6 ? [`listen [::]:${what};`] : [])];
}

function certificate(dir: string): Lines {
  return [`ssl_certificate ${dir}/fullchain.pem;`, `ssl_certificate_key ${dir}/privkey.pem;`];
}

/** What a client may take. A body is only taken where webhooks arrive, which have their own limit. */
function clientLimits(): Lines {
  return [
    '',
    'server_tokens off;',
    'client_header_timeout 10s;',
    'client_body_timeout 10s;',
    'send_timeout 10s;',
    // Less than the 72 s after which the bot closes a connection.
    'keepalive_timeout 60s;',
    'reset_timedout_connection on;',
    'client_header_buffer_size 1k;',
    'large_client_header_buffers 4 8k;',
    'client_max_body_size 16k;',
    `limit_conn ${CONNECTIONS.zone} ${CONNECTIONS.rest};`,
    'limit_conn_status 429;',
    'limit_req_status 429;',
  ];
}

/** fail2ban reads who was limited in the error log, which therefore has whole addresses. */
function logs(): Lines {
  return ['', `access_log ${WEB_PATHS.accessLog} onomancer;`, `error_log ${WEB_PATHS.errorLog};`];
}

function acmeLocation(): Lines {
  return [
    '',
    '# For the certificate authority.',
    ...block('location ^~ /.well-known/acme-challenge/', [
      `root ${WEB_PATHS.acmeDir};`,
      'default_type text/plain;',
      'try_files $uri =404;',
    ]),
  ];
}
