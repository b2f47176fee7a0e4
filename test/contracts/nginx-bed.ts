import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NginxSite, renderNginxConf } from '../../src/ops/render/nginx-conf.ts';
import { statusPage } from '../../src/ops/render/web-pages.ts';
import { WEB_PATHS } from '../../src/shared/paths.ts';

/** The nginx to try, in `NGINX_PROGRAM` or where Debian puts it; null when there is none. */
export const NGINX =
  [process.env['NGINX_PROGRAM'], '/usr/sbin/nginx'].find((path) => path !== undefined && existsSync(path)) ?? null;

/** A real nginx with our configuration on ports of its own, and with all its files under one directory. */
export interface NginxBed {
  readonly ports: { readonly http: number; readonly https: number; readonly loopback: number };
  /** Where the bot's socket belongs. */
  readonly socket: string;
  /** Where the socket of the release belongs that stands by. */
  readonly standbySocket: string;
  readonly acmeDir: string;
  /** What `nginx -t` says about a configuration that it takes. */
  readonly warnings: string;
  readLog(name: 'access' | 'error'): string;
  stop(): Promise<void>;
}

/** Starts it; throws with what nginx says when it does not like the configuration. */
export async function startNginx(program: string, site: NginxSite): Promise<NginxBed> {
  const dir = mkdtempSync(join(tmpdir(), 'nginx-bed-'));
  const [http, https, loopback] = [await freePort(), await freePort(), await freePort()];
  for (const name of ['logs', 'run', 'pages', 'acme', 'tls/placeholder', 'temp']) {
    mkdirSync(join(dir, name), { recursive: true });
  }
  writeFileSync(join(dir, 'pages', statusPage().name), statusPage().text);
  makeCertificate(join(dir, 'tls/placeholder'), site.domain);
  symlinkSync('placeholder', join(dir, 'tls/served'));
  writeFileSync(join(dir, 'site.conf'), moved(renderNginxConf(site), dir, { http, https, loopback }));
  writeFileSync(join(dir, 'nginx.conf'), mainConf(dir));
  const config = ['-p', dir, '-c', join(dir, 'nginx.conf')];
  const test = spawnSync(program, [...config, '-t'], { encoding: 'utf8' });
  if (test.status !== 0) throw new Error(`nginx -t: ${test.stderr}`);
  const child = spawn(program, [...config, '-g', 'daemon off;'], { stdio: 'ignore' });
  await untilOpen(loopback);
  return {
    ports: { http, https, loopback },
    socket: join(dir, 'run/current.sock'),
    standbySocket: join(dir, 'run/standby.sock'),
    acmeDir: join(dir, 'acme'),
    warnings: test.stderr,
    readLog: (name) => readFileSync(join(dir, `logs/onomancer-${name}.log`), 'utf8'),
    stop: () => stop(child, dir),
  };
}

/** As Debian's own, with everything under the directory. */
function mainConf(dir: string): string {
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${dir}/temp;`);
  return `worker_processes 1;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${dir}/nginx.pid;
error_log ${dir}/logs/error.log;
events { worker_connections 768; }
http {
  sendfile on; tcp_nopush on; types_hash_max_size 2048;
  types { text/html html; text/plain txt; }
  default_type application/octet-stream;
  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
  ssl_prefer_server_ciphers on;
  access_log ${dir}/logs/other.log;
  gzip on;
  # So that a test can come from anywhere.
  set_real_ip_from 127.0.0.1; real_ip_header X-Test-Address;
  ${temps.join(' ')}
  include ${dir}/site.conf;
}
`;
}

function moved(conf: string, dir: string, ports: NginxBed['ports']): string {
  const listens: readonly (readonly [RegExp, string])[] = [
    [/listen \[::\]:80\b/g, `listen [::1]:${ports.http}`],
    [/listen \[::\]:443\b/g, `listen [::1]:${ports.https}`],
    [/listen 80\b/g, `listen 127.0.0.1:${ports.http}`],
    [/listen 443\b/g, `listen 127.0.0.1:${ports.https}`],
    [/listen 127\.0\.0\.1:3000\b/g, `listen 127.0.0.1:${ports.loopback}`],
  ];
  const places: readonly (readonly [string, string])[] = [
    [WEB_PATHS.acmeDir, join(dir, 'acme')],
    [WEB_PATHS.pagesDir, join(dir, 'pages')],
    [WEB_PATHS.tlsDir, join(dir, 'tls')],
    ['/var/log/nginx', join(dir, 'logs')],
    ['/opt/devrel-integration/run', join(dir, 'run')],
  ];
  const listened = listens.reduce((text, [from, to]) => text.replaceAll(from, to), conf);
  return places.reduce((text, [from, to]) => text.replaceAll(from, to), listened);
}

function makeCertificate(dir: string, domain: string): void {
  const where = ['-keyout', join(dir, 'privkey.pem'), '-out', join(dir, 'fullchain.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...where, '-subj', `/CN=${domain}`], { stdio: 'pipe' });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isOpen(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('nginx did not start');
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function stop(child: ChildProcess, dir: string): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  rmSync(dir, { recursive: true, force: true });
}

export interface Asked {
  readonly port: number;
  readonly isTls?: boolean;
  readonly host?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whom nginx takes the request to come from. */
  readonly from?: string;
  readonly body?: string | Buffer;
}

export interface Answered {
  readonly status: number;
  /** Every header as it was sent, in order: a header that comes twice is here twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

/** One request on a connection of its own. Rejects when there is no answer. */
export function askNginx(path: string, asked: Asked): Promise<Answered> {
  const {
    port,
    isTls = false,
    host = 'onomancer.test',
    method = 'GET',
    headers = {},
    from = '203.0.113.7',
    body,
  } = asked;
  const common = {
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { host, 'x-test-address': from, ...headers },
    agent: false,
    timeout: 5_000,
  };
  const request = isTls
    ? httpsRequest({ ...common, servername: host, rejectUnauthorized: false })
    : httpRequest(common);
  return new Promise((resolve, reject) => {
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), text }),
      );
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 5 s')));
    request.on('error', reject);
    request.end(body);
  });
}

function pairs(raw: readonly string[]): Answered['headers'] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ''] as const] : []));
}

/** The values with which a header was sent. */
export function sent({ headers }: Answered, name: string): readonly string[] {
  return headers.filter(([each]) => each === name.toLowerCase()).map(([, value]) => value);
}
