import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { secretlintScanner } from './secret-scanner.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const LETTERS = `${UPPER}${UPPER.toLowerCase()}`;
const ANY = LETTERS + DIGITS;

/** Made at run time, so that no scanner of repositories finds a secret here. */
const some = (count: number, alphabet = ANY): string =>
  Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
const pem = (): string => `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${some(64)}\n-----END RSA ${'PRIVATE'} KEY-----`;

const scanner = secretlintScanner();
const kindsIn = async (text: string) => (await scanner.scan(text)).map(({ kind }) => kind);

const SECRETS: readonly (readonly [string, string, () => string])[] = [
  ['a Discord bot token', 'Discord bot token', () => `M${some(25)}.${some(6)}.${some(38)}`],
  [
    'a Discord webhook',
    'Discord webhook address',
    () => `https://discord.com/api/webhooks/${some(19, '12345')}/${some(68)}`,
  ],
  ['an AWS key id', 'AWS access key', () => `AKIA${some(16, `${UPPER}234567`)}`],
  ['an AWS secret', 'AWS secret access key', () => `aws_secret_access_key = ${some(40)}`],
  ['a Google API key', 'Google API key', () => `AIza${some(35)}`],
  ['a Google service account', 'Google service account key', () => `{"private_key": "${'-----BEGIN'} ${some(40)}"}`],
  ['a GitHub token', 'GitHub token', () => `ghp_${some(36)}`],
  ['a GitLab token', 'GitLab token', () => `glpat-${some(20)}`],
  ['a Slack token', 'Slack token', () => `xoxb-${some(12, DIGITS)}-${some(12, DIGITS)}-${some(24)}`],
  ['an npm token', 'npm access token', () => `npm_${some(36)}`],
  ['a Linear key', 'Linear secret', () => `lin_api_${some(40)}`],
  ['an Anthropic key', 'Anthropic API key', () => `sk-ant-api03-${some(93)}AA`],
  ['a Stripe key', 'Stripe key', () => `sk_live_${some(24)}`],
  ['a JWT', 'access token (JWT)', () => `eyJ${some(20)}.eyJ${some(40)}.${some(43)}`],
  ['a private key', 'private key', pem],
  ['a database', 'database connection with its password', () => `postgres://app:${some(16)}@db.internal:5432/app`],
  ['credentials in an address', 'credentials in a web address', () => `https://ada:${some(12)}@ci.acme.example/job`],
  ['a header', 'token in a header', () => `Authorization: Bearer ${some(32)}`],
  ['a password', 'password or key', () => `password: hunter${some(4, DIGITS)}x`],
  ['a key in a sentence', 'password or key', () => `our api key is ${some(20)}7`],
];

describe('a secret in a message', () => {
  it.each(SECRETS)('is found: %s', async (_, kind, make) => {
    const found = await scanner.scan(`It fails since yesterday.\n\nI use ${make()} for it, see there`);
    expect(found.map((one) => one.kind)).toContain(kind);
    expect(found[0]?.line).toBe(3);
  });

  it.each(SECRETS)('is never shown: %s', async (_, __, make) => {
    const secret = make();
    expect(JSON.stringify(await scanner.scan(secret))).not.toContain(secret.slice(8, 20));
  });

  it('is found in a code block, behind invisible characters and behind backslashes', async () => {
    const token = `ghp_${some(36)}`;
    for (const text of [
      `\`\`\`\n${token}\n\`\`\``,
      token.replace('_', '_\u200B'),
      token.replace('_', '\\_'),
      `**${token}**`,
      `<!-- secretlint-disable -->\n${token}\n<!-- secretlint-enable -->`,
    ])
      expect(await kindsIn(text), text.replaceAll(token, '')).toContain('GitHub token');
  });

  it('is said once per line', async () => {
    const token = (): string => `lin_api_${some(40)}`;
    const found = await scanner.scan(`${token()} ${token()}\n${token()}`);
    expect(found.filter(({ kind }) => kind === 'Linear secret')).toEqual([
      { kind: 'Linear secret', line: 1 },
      { kind: 'Linear secret', line: 2 },
    ]);
  });
});

describe('an ordinary message', () => {
  it.each([
    'I forgot my password and the reset page says "token expired". Where is it?',
    'The password is too short according to the form, but it has 12 characters',
    'See https://linear.app/acme/issue/ENG-130/login-is-slow and https://discord.com/channels/1300000000000000000/1300000000000000001/1300000000000000002',
    'Commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b broke it, build 1.2.3-rc.4, uuid 0b9c1c1a-3a52-4a0e-9a35-3a2f2a7a9c11',
    'The secret of good feedback: say what you wanted, not what you clicked',
    'api_key: required field is missing in the form',
    'postgres://localhost:5432/app cannot be reached',
    '👍 @Ada see #feedback <@100000000000000001> <t:1700000000:R>',
    'data:image/png;base64 is what the console says, and `npm ERR! code E401`',
  ])('is let through: %s', async (text) => {
    expect(await kindsIn(text)).toEqual([]);
  });

  it('of the greatest length is looked at in a moment, whatever is in it', async () => {
    for (const part of ['a', 'aB1', 'eyJa.', '-----BEGIN ', 'token: ', 'http://a:', '"private_key": "', 'M.a', '\\_']) {
      const started = performance.now();
      await scanner.scan(part.repeat(20_000));
      expect(performance.now() - started, part).toBeLessThan(2_000);
    }
  });
});
