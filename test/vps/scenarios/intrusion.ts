import { setTimeout as wait } from 'node:timers/promises';
import type { Login } from '../box/ssh.ts';
import { ADDRESSES, DOMAIN } from '../lab/addresses.ts';
import { isBannedAfter3 } from './guessing.ts';
import { readyBox } from './ready.ts';
import { expecting, type Scenario, type Stage, type Verdict } from './stage.ts';

const HONEST_WITHIN_MS = 2_000;
const PORT = 22;

/** Attacks on a server that is set up, while somebody honest wants to be served. */
export const intrusion: Scenario = {
  name: 'intrusion',
  title: 'guessing, scanning, slow, large, broken and many requests; others are served all the while',
  run: async (stage) => {
    await readyBox(stage);
    await guess(stage);
    await wearOut(stage);
    await confuse(stage);
    await flood(stage);
    await stage.check('after all of it every unit is at work and the key still opens', async () => {
      const { out } = await stage.box.ssh('systemctl is-active nginx ssh fail2ban ufw | sort | uniq -c', {
        user: 'devrel',
      });
      const failed = await stage.box.ask('systemctl --failed --plain --no-legend | cut -d" " -f1');
      return expecting(out.trim() === '4 active' && failed === '', `${out.trim()}; failed: ${failed || 'none'}`);
    });
  },
};

async function guess(stage: Stage): Promise<void> {
  const key = `${stage.box.cache.pkiDir}/other-id`;
  const attempts: readonly (readonly [string, string, Login])[] = [
    ['a wrong key for devrel', '198.51.100.100', { user: 'devrel', key }],
    ['a user who does not exist', '198.51.100.101', { user: 'oracle', key }],
    ['root, with a wrong key', '198.51.100.102', { user: 'root', key }],
    ['passwords for devrel', '198.51.100.103', { user: 'devrel', password: 'letmein' }],
  ];
  for (const [what, from, login] of attempts) {
    await stage.check(`3 tries with ${what}: banned within seconds`, async () =>
      isBannedAfter3(stage.box, await stage.visitor(), { ...login, from }),
    );
  }
  await stage.check('the others are not banned with them', async () => {
    const { code, err } = await stage.box.ssh('true', { user: 'devrel' });
    const visitor = await stage.visitor();
    const neighbour = await visitor.do('port', ADDRESSES.box, PORT, ADDRESSES.otherGuest);
    return expecting(code === 0 && neighbour === 'open', `administrator ${code} ${err.trim()}, neighbour ${neighbour}`);
  });
}

async function honest(stage: Stage, from: string = ADDRESSES.otherGuest): Promise<Verdict> {
  const visitor = await stage.visitor();
  const startedAt = performance.now();
  const { status, error } = await visitor.do('visit', { host: ADDRESSES.box, from, name: DOMAIN, path: '/health' });
  const ms = performance.now() - startedAt;
  return expecting(
    status > 0 && status !== 429 && ms < HONEST_WITHIN_MS,
    `${status} ${error ?? ''} after ${Math.round(ms)} ms`,
  );
}

async function wearOut(stage: Stage): Promise<void> {
  const visitor = await stage.visitor();
  const attack = { host: ADDRESSES.box, from: '198.51.100.104', name: DOMAIN, connections: 300, seconds: 14 };
  const running = visitor.do('slowLoris', attack);
  await wait(4_000);
  await stage.check('slow-loris with 300 connections: somebody else is served meanwhile', () => honest(stage));
  const { opened, held } = await stage.step('slow-loris', () => running);
  await stage.check('slow-loris: the server lets go of every connection within 14 s', async () =>
    expecting(held === 0, `${opened} opened, ${held} still held`),
  );
}

/** What is sent over TLS by somebody who wants to see it break. */
const BROKEN: readonly (readonly [what: string, text: string, wanted: RegExp])[] = [
  [
    'a header of 64 KB',
    `GET / HTTP/1.1\r\nHost: ${DOMAIN}\r\nX-A: ${'a'.repeat(65_536)}\r\n\r\n`,
    /^HTTP\/1\.1 4(00|31|14)/,
  ],
  ['an address of 64 KB', `GET /${'a'.repeat(65_536)} HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`, /^HTTP\/1\.1 4(00|14|31)/],
  [
    'a method that nobody knows',
    `BREW / HTTP/1.1\r\nHost: ${DOMAIN}\r\nConnection: close\r\n\r\n`,
    /^HTTP\/1\.1 (4|50[13])/,
  ],
  ['CONNECT', `CONNECT example.com:443 HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`, /^HTTP\/1\.1 4/],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400/],
  [
    'two lengths',
    `POST /webhooks/linear HTTP/1.1\r\nHost: ${DOMAIN}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    /^HTTP\/1\.1 400/,
  ],
  [
    'a length beside chunks',
    `POST /webhooks/linear HTTP/1.1\r\nHost: ${DOMAIN}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    /^HTTP\/1\.1 400/,
  ],
  ['a path out of the root', `GET /../../../etc/passwd HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`, /^HTTP\/1\.1 4/],
  [
    'an encoded path out of the root',
    `GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`,
    /^HTTP\/1\.1 4/,
  ],
  ['nonsense', '\u0000\u0001\u0002nonsense\r\n\r\n', /^(HTTP\/1\.1 400|$)/],
];

async function confuse(stage: Stage): Promise<void> {
  const visitor = await stage.visitor();
  const from = '198.51.100.105';
  for (const [what, text, wanted] of BROKEN) {
    await stage.check(`${what}: refused`, async () => {
      const answer = await visitor.do('rawVisit', { host: ADDRESSES.box, from, isTls: true, name: DOMAIN, text });
      const first = answer?.split('\r\n')[0] ?? 'the connection stays open';
      return expecting(answer !== null && wanted.test(answer), first.slice(0, 100));
    });
    // Slower than the limit, which would answer instead.
    await wait(120);
  }
  for (const [path, megabytes] of [
    ['/webhooks/linear', 5],
    ['/', 1],
  ] as const) {
    await stage.check(`a body of ${megabytes} MB to ${path}: 413`, async () => {
      const asked = { host: ADDRESSES.box, from, name: DOMAIN, path, method: 'POST', bodyBytes: megabytes * 1_000_000 };
      const { status, error } = await visitor.do('visit', asked);
      return expecting(
        [413, 405].includes(status) || error === 'EPIPE' || error === 'ECONNRESET',
        `${status} ${error ?? ''}`,
      );
    });
  }
}

async function flood(stage: Stage): Promise<void> {
  const visitor = await stage.visitor();
  const attack = { host: ADDRESSES.box, name: DOMAIN, from: '198.51.100.106', path: '/', perSecond: 200, seconds: 6 };
  const running = visitor.do('flood', attack);
  const verdicts: Verdict[] = [];
  for (let round = 0; round < 5; round += 1) {
    await wait(1_000);
    verdicts.push(await honest(stage));
  }
  const { counts } = await stage.step('200 requests a second from one address', () => running);
  const passed = Object.entries(counts).filter(([status]) => /^\d+$/.test(status) && status !== '429');
  const through = passed.reduce((sum, [, count]) => sum + count, 0);
  await stage.check('200 requests a second from one address: limited', async () =>
    expecting(through < 200 && (counts['429'] ?? 0) > 0, JSON.stringify(counts)),
  );
  await stage.check('another address is served all the while', async () =>
    expecting(
      verdicts.every(({ isFine }) => isFine),
      verdicts.map(({ seen }) => seen).join('; '),
    ),
  );
}
