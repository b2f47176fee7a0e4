import { ADDRESSES, DOMAIN } from '../lab/addresses.ts';
import type { Visit, Visited } from '../visitor/probes.ts';
import type { Promised, Sight } from './promise.ts';
import { expecting, type Verdict } from './stage.ts';

const SECURITY_HEADERS = [
  'strict-transport-security',
  'x-frame-options',
  'x-content-type-options',
  'x-xss-protection',
  'content-security-policy',
  'referrer-policy',
  'permissions-policy',
];
const NOT_PUBLIC = ['/metrics', '/.env', '/.git/config', '/health/ready', '/health/details'];

async function get({ visitor, ca }: Sight, more: Partial<Visit> = {}): Promise<Visited> {
  return await visitor.do('visit', { host: ADDRESSES.box, from: ADDRESSES.otherGuest, name: DOMAIN, ca, ...more });
}

const header = (answer: Visited, name: string): string =>
  answer.headers.find(([candidate]) => candidate === name)?.[1] ?? '';
const brief = ({ status, error, protocol, body }: Visited): string =>
  `status ${status}${error === null ? '' : ` ${error}`} ${protocol ?? ''} ${body.slice(0, 80).replaceAll('\n', ' ')}`.trim();

async function headersOnce(sight: Sight): Promise<Verdict> {
  const wrongs: string[] = [];
  for (const path of ['/', '/nothing-here', '/metrics', '/webhooks/linear', '/health']) {
    const answer = await get(sight, { path });
    const names = answer.headers.map(([name]) => name);
    const off = SECURITY_HEADERS.filter((name) => names.filter((one) => one === name).length !== 1);
    if (off.length > 0) wrongs.push(`${path} (${answer.status}): ${off.join(', ')}`);
  }
  const values = header(await get(sight), 'x-frame-options');
  return expecting(wrongs.length === 0 && values === 'SAMEORIGIN', wrongs.join('; ') || `X-Frame-Options ${values}`);
}

interface Limit {
  readonly path: string;
  readonly method: string;
  readonly wanted: number;
  readonly perSecond: number;
  readonly from: string;
}

async function limit({ visitor }: Sight, { path, method, wanted, perSecond, from }: Limit): Promise<Verdict> {
  // Gentle: who is limited a hundred times in a minute may be banned, and then there is nothing to measure.
  const asked = { host: ADDRESSES.box, name: DOMAIN, from, path, method, perSecond, seconds: 4.5 };
  const { letThroughPerSecond, counts, hasRetryAfter } = await visitor.do('flood', asked);
  const isNear = letThroughPerSecond >= wanted * 0.8 && letThroughPerSecond <= wanted * 1.25;
  const limited = counts['429'] ?? 0;
  const seen = `${letThroughPerSecond.toFixed(1)} r/s let through of ${perSecond}, ${limited} × 429`;
  return expecting(isNear && limited > 0 && hasRetryAfter, `${seen}${hasRetryAfter ? '' : ', no Retry-After'}`);
}

/** What the web sees. */
export const WEB_PROMISES: readonly Promised[] = [
  {
    what: 'TLS 1.3 with a certificate of the authority',
    look: async (sight) => {
      const answer = await get(sight);
      return expecting(
        answer.protocol === 'TLSv1.3' && answer.isTrusted,
        `${brief(answer)}, trusted: ${answer.isTrusted}`,
      );
    },
  },
  {
    what: 'TLS 1.2 is refused',
    look: async (sight) => {
      const answer = await get(sight, { onlyTls12: true });
      return expecting(answer.status === 0 && answer.error !== null, brief(answer));
    },
  },
  {
    what: 'the same over IPv6',
    look: async (sight) => {
      const answer = await get(sight, { host: ADDRESSES.box6, from: ADDRESSES.admin6 });
      return expecting(answer.protocol === 'TLSv1.3' && answer.isTrusted, brief(answer));
    },
  },
  {
    what: 'HTTP leads to HTTPS',
    look: async (sight) => {
      const answer = await get(sight, { isTls: false, path: '/a?b=c' });
      const location = header(answer, 'location');
      return expecting(answer.status === 301 && location === `https://${DOMAIN}/a?b=c`, `${answer.status} ${location}`);
    },
  },
  { what: 'each security header is there exactly once, on every kind of answer', look: headersOnce },
  {
    what: '10 requests per second for the API, then 429 with Retry-After',
    look: (sight) =>
      limit(sight, { path: '/health', method: 'GET', wanted: 10, perSecond: 32, from: '198.51.100.115' }),
  },
  {
    what: '30 requests per second for webhooks, then 429 with Retry-After',
    look: (sight) =>
      limit(sight, { path: '/webhooks/linear', method: 'POST', wanted: 30, perSecond: 60, from: '198.51.100.116' }),
  },
  {
    what: 'while nothing is deployed: 503 with Retry-After, in plain words',
    look: async (sight) => {
      const answer = await get(sight, { path: '/health' });
      const retry = header(answer, 'retry-after');
      return expecting(answer.status === 503 && retry !== '', `${brief(answer)}; Retry-After ${retry || 'missing'}`);
    },
  },
  {
    what: 'curl localhost:3000/health is answered on the server itself',
    look: async ({ box }) => {
      const status = await box.ask("curl -s -m 5 -o /dev/null -w '%{http_code}' http://localhost:3000/health");
      return expecting(status === '503', `status ${status}`);
    },
  },
  {
    what: 'a foreign Host and the bare address get nothing',
    look: async (sight) => {
      const plain = [{ name: 'evil.example' }, { name: ADDRESSES.box }].map((one) => ({ ...one, isTls: false }));
      const all: readonly Partial<Visit>[] = [...plain, { name: 'evil.example' }, { name: ADDRESSES.box }];
      const answers = await Promise.all(all.map((one) => get(sight, one)));
      return expecting(
        answers.every(({ status }) => status === 0),
        answers.map(brief).join('; '),
      );
    },
  },
  {
    what: 'metrics, details of the health and dotfiles are not public',
    look: async (sight) => {
      const answers = await Promise.all(NOT_PUBLIC.map((path) => get(sight, { path })));
      const shown = NOT_PUBLIC.filter((_, index) => ![403, 404].includes(answers[index]?.status ?? 0));
      return expecting(shown.length === 0, shown.map((path) => `${path} is answered`).join(', '));
    },
  },
  {
    what: 'the server does not say which version of nginx it is',
    look: async (sight) => {
      const named = header(await get(sight), 'server');
      return expecting(!/\d/.test(named), `Server: ${named}`);
    },
  },
];
