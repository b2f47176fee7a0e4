import { Resolver } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { exec } from '../run/exec.ts';
import type { Listener } from '../steps/setup-input.ts';
import { asking } from '../steps/step.ts';

const DNS_TIMEOUT_MS = 3000;

/** The addresses of this server, without loopback and link-local ones. */
export function readAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address);
}

/** What the name resolves to in the DNS; /etc/hosts is not asked, because nobody outside reads it. */
export async function resolveDomain(domain: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(domain), resolver.resolve6(domain)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

/** Who listens for TCP connections (ss(8)). */
export async function readListeners(): Promise<readonly Listener[]> {
  const { stdout } = await exec(asking('ss', '-H', '-l', '-t', '-n', '-p'));
  return parseListeners(stdout);
}

/** Lines like `LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3))`. */
export function parseListeners(text: string): readonly Listener[] {
  return text.split('\n').flatMap((line): Listener[] => {
    const local = line.trim().split(/\s+/)[3];
    const place = local === undefined ? null : /^(.*):(\d+)$/.exec(local);
    if (place === null) return [];
    const address = (place[1] ?? '').replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
    return [{ address, port: Number(place[2]), program: /users:\(\("([^"]+)"/.exec(line)?.[1] ?? '' }];
  });
}
