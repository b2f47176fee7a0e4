import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import type { Clock } from '../../../shared/clock.ts';
import { certbotLiveDir, WEB_PATHS } from '../../../shared/paths.ts';
import type { Certificate, CertificateFacts, NginxFacts } from '../../checks/doctor-facts.ts';
import { exec } from '../../run/exec.ts';
import { asking } from '../../steps/step.ts';
import { needRoot } from './cannot-look.ts';
import { isTimerActive, readNginxUnit } from './programs.ts';

const HANDSHAKE_TIMEOUT_MS = 5_000;
const HTTPS_PORT = 443;

/** nginx, and whether it takes its configuration. */
export async function readNginx(): Promise<NginxFacts> {
  needRoot('what nginx says about its configuration');
  const [unit, test] = await Promise.all([readNginxUnit(), exec(asking('nginx', '-t', '-q'))]);
  return {
    isInstalled: unit.isKnown,
    isActive: unit.isActive,
    isEnabled: unit.isEnabled,
    refusal: test.exitCode === 0 ? null : reasonOf(test.stderr),
    config: existsSync(WEB_PATHS.nginxConf) ? readFileSync(WEB_PATHS.nginxConf, 'utf8') : null,
  };
}

/** The first line tells the reason, the last one only that there was one; time and process are of no use. */
export function reasonOf(text: string): string {
  return (text.trim().split('\n')[0] ?? '').replace(/^\S+ \S+ \[\w+\] \d+#\d+: /, '');
}

/** The certificate as a browser gets it, and as certbot has it on the disk. */
export async function readCertificate(domain: string | null, clock: Clock): Promise<CertificateFacts> {
  needRoot('the certificates on the disk');
  const nothing = { served: { trouble: 'there is no domain' }, distrust: null };
  const [{ served, distrust }, isRenewalTimerActive] = await Promise.all([
    domain === null ? nothing : shakeHands(domain, { host: '127.0.0.1', port: HTTPS_PORT }),
    isTimerActive('certbot.timer'),
  ]);
  const onDisk = domain === null ? null : readOnDisk(`${certbotLiveDir(domain)}/fullchain.pem`);
  return { now: clock.now(), served, distrust, onDisk, isRenewalTimerActive };
}

function readOnDisk(path: string): Certificate | null {
  return existsSync(path) ? described(new X509Certificate(readFileSync(path))) : null;
}

function described(certificate: X509Certificate): Certificate {
  const named = (certificate.subjectAltName ?? '').split(/,\s*/);
  return {
    serial: certificate.serialNumber.toUpperCase(),
    issuer: /^CN=(.*)$/m.exec(certificate.issuer)?.[1] ?? certificate.issuer.replaceAll('\n', ', '),
    names: named.flatMap((name) => (name.startsWith('DNS:') ? [name.slice(4)] : [])),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  };
}

/** One handshake for the name. Whether this machine trusts the certificate is told, and stops nothing. */
export function shakeHands(
  name: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Pick<CertificateFacts, 'served' | 'distrust'>> {
  return new Promise((resolve) => {
    const end = (result: Pick<CertificateFacts, 'served' | 'distrust'>): void => {
      socket.destroy();
      resolve(result);
    };
    const socket = connect({ host, port, servername: name, rejectUnauthorized: false, timeout: HANDSHAKE_TIMEOUT_MS });
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      end({
        served: certificate === undefined ? { trouble: 'the server sent none' } : described(certificate),
        distrust: socket.authorized ? null : `this server does not believe it: ${String(socket.authorizationError)}`,
      });
    });
    socket.once('timeout', () => end({ served: { trouble: 'no answer in time' }, distrust: null }));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end({
        served: { trouble: error.code === 'ECONNREFUSED' ? 'nobody listens' : (error.code ?? error.message) },
        distrust: null,
      }),
    );
  });
}
