import type { Observation, Observe } from '../../src/ops/steps/observation.ts';
import { type Expectation, type Resource, resourceName } from '../../src/ops/steps/step.ts';

/** What programs answer on a server that is as it should be, as they were seen there. */
const ANSWERS = [
  'devrel:*:20417:0:99999:7:::',
  'devrel adm redis',
  'Include /etc/ssh/sshd_config.d/*.conf',
  'IPV6=yes',
  'UMASK 027',
  'SHA_CRYPT_MIN_ROUNDS 65536',
  'SHA_CRYPT_MAX_ROUNDS 65536',
  'DEFAULT_INPUT_POLICY="DROP"',
  "ufw allow 22/tcp comment 'onomancer: ssh'\nufw allow 2222/tcp comment 'onomancer: ssh'\nufw allow 80/tcp comment 'onomancer: http'\nufw allow 443/tcp comment 'onomancer: https'",
  'Status: active',
  '/swapfile.onomancer',
  'X509v3 Subject Alternative Name: \n    DNS:onomancer.test\nCertificate will not expire',
];

/** A server on which nothing has been done: no file, no package, every program missing. */
export const bareServer: Observe = (resource) => {
  if (resource.kind === 'condition') return { kind: 'answer', answer: { exitCode: 127, stdout: '', stderr: '' } };
  return resource.kind === 'packages' ? { kind: 'installed', names: [] } : { kind: 'nothing' };
};

/** A server on which everything is right, but for what is given by name. */
export function rightServer(except: Readonly<Record<string, Observation>> = {}): Observe {
  return (resource) => except[resourceName(resource)] ?? right(resource);
}

function right(resource: Resource): Observation {
  switch (resource.kind) {
    case 'file':
      return { ...resource, kind: 'file' };
    case 'lines':
      return { ...resource, kind: 'file', content: `# before\n${resource.lines.join('\n')}\n` };
    case 'directory':
      return { ...resource, kind: 'directory' };
    case 'link':
      return { kind: 'link', target: resource.target };
    case 'absent':
      return { kind: 'nothing' };
    case 'packages':
      return { kind: 'installed', names: resource.names };
    case 'condition':
      return { kind: 'answer', answer: { ...rightAnswer(resource.wants, resource.title), stderr: '' } };
  }
}

function rightAnswer(wants: Expectation, title: string): { exitCode: number; stdout: string } {
  if ('exitCode' in wants) return { exitCode: wants.exitCode, stdout: '' };
  if ('stdout' in wants) return { exitCode: 0, stdout: `${wants.stdout}\n` };
  if ('setting' in wants) return { exitCode: 0, stdout: `${wants.setting} ${wants.value}\n` };
  if ('lacks' in wants) return { exitCode: 0, stdout: '' };
  const stdout = ANSWERS.find((answer) => wants.matches.test(answer));
  if (stdout === undefined) throw new Error(`no answer that was seen shows that ${title}: ${String(wants.matches)}`);
  return { exitCode: 0, stdout };
}
