import { describe, expect, it } from 'vitest';
import { HOST, OPTIONS } from '../../../test/fakes/healthy-server.ts';
import { serverPaths } from '../../shared/paths.ts';
import { certificate, renewal } from './certificate.ts';
import { nginx, webNames } from './nginx.ts';
import type { HostFacts, SetupInput, SetupOptions } from './setup-input.ts';
import { isSkipped, type Resource, type SkippedStep, type Step } from './step.ts';

function input(options: Partial<SetupOptions> = {}, host: Partial<HostFacts> = {}): SetupInput {
  return { options: { ...OPTIONS, ...options }, host: { ...HOST, ...host }, paths: serverPaths() };
}

function wanted(made: Step | SkippedStep): Step {
  if (isSkipped(made)) throw new Error(made.skipped);
  return made;
}

/** Everything that a step says, but for the files that have golden texts of their own. */
function asText(step: Step): string {
  const resources = step.resources.map(
    (resource: Resource): Resource =>
      resource.kind === 'file' && resource.content.length > 500
        ? { ...resource, content: '(see its own test)' }
        : resource,
  );
  const show = (_: string, value: unknown): unknown => (value instanceof RegExp ? String(value) : value);
  return `${JSON.stringify({ ...step, resources }, show, 2)}\n`;
}

describe('the steps of the web server', () => {
  it.each([
    ['nginx', nginx],
    ['certificate', certificate],
    ['renewal', renewal],
  ] as const)('%s is as it is read in review', async (name, make) => {
    await expect(asText(wanted(make(input())))).toMatchFileSnapshot(`./golden/step-${name}.txt`);
  });

  it.each([nginx, certificate, renewal])('are left out when nobody wants a web server', (make) => {
    expect(isSkipped(make(input({ hasNginx: false, domain: null, email: null })))).toBe(true);
  });

  it('take the name with www. too when it leads here, and only then', () => {
    expect(webNames(input())).toEqual(['onomancer.test']);
    expect(webNames(input({}, { wwwAddresses: ['198.51.100.80'] }))).toEqual(['onomancer.test', 'www.onomancer.test']);
    expect(webNames(input({}, { wwwAddresses: ['198.51.100.80', '203.0.113.1'] }))).toEqual(['onomancer.test']);
  });

  it('ask for a new certificate when a name is missing, or when it has ended', () => {
    const step = wanted(certificate(input({}, { wwwAddresses: ['198.51.100.80'] })));
    const [valid] = step.resources.flatMap((resource) => (resource.kind === 'condition' ? [resource.wants] : []));
    if (valid === undefined || !('matches' in valid)) throw new Error('not asked for a text');
    const said = (names: string, end: string): string =>
      `X509v3 Subject Alternative Name: \n    ${names}\nCertificate will ${end}\n`;
    expect(said('DNS:onomancer.test, DNS:www.onomancer.test', 'not expire')).toMatch(valid.matches);
    expect(said('DNS:onomancer.test, DNS:www.onomancer.test', 'expire')).not.toMatch(valid.matches);
    expect(said('DNS:onomancer.test', 'not expire')).not.toMatch(valid.matches);
    expect(said('DNS:www.onomancer.test', 'not expire')).not.toMatch(valid.matches);
  });

  it('try the renewal at the authority that was chosen, and at the staging one of Let’s Encrypt otherwise', () => {
    const trial = (options: Partial<SetupOptions>): string =>
      JSON.stringify(wanted(renewal(input(options))).resources.at(-1));
    expect(trial({})).not.toContain('--server');
    expect(trial({ acmeServer: 'https://acme.test/dir' })).toContain('"--server","https://acme.test/dir"');
  });
});
