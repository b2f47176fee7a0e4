import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactor, redactPatterns } from './redact.ts';
import { Secret } from './secret.ts';

const CANARY = 'c4n4ry/Secret+with=signs&more%~';

/** Texts of the alphabet that tokens are made of, and of one that is harder. */
const token = fc.stringMatching(/^[A-Za-z0-9._-]{8,60}$/);
const anySecret = fc
  .string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
  .filter((text) => text.trim().length >= 8);
const around = fc.string({ maxLength: 20 });

describe('known secrets', () => {
  it('are taken out wherever they stand', () => {
    fc.assert(
      fc.property(anySecret, around, around, (secret, before, after) => {
        expect(redactor([new Secret(secret)])(`${before}${secret}${after}`)).not.toContain(secret);
      }),
    );
  });

  it('are taken out in the forms in which they travel', () => {
    const forms = [
      CANARY,
      JSON.stringify({ a: CANARY }),
      JSON.stringify(JSON.stringify({ a: CANARY })),
      `https://example.com/?q=${encodeURIComponent(CANARY)}`,
      encodeURIComponent(CANARY).toLowerCase().replace('c4n4ry%2fsecret', 'c4n4ry%2fSecret'),
      Buffer.from(CANARY).toString('hex'),
    ];
    const redact = redactor([new Secret(CANARY)]);
    for (const form of forms) expect(redact(form), form).toContain('[secret]');
  });

  it('are taken out of base 64, whatever stands before and after them', () => {
    fc.assert(
      fc.property(token, around, around, fc.constantFrom('base64', 'base64url'), (secret, before, after, encoding) => {
        const encoded = Buffer.from(before + secret + after).toString(encoding);
        const left = redactor([new Secret(secret)])(encoded);
        const decoded = left.split('[secret]').map((part) => Buffer.from(part, 'base64').toString('latin1'));
        expect(left).toContain('[secret]');
        for (const part of decoded) expect(part).not.toContain(secret);
      }),
    );
  });

  it('that overlap leave nothing of the longer one', () => {
    const redact = redactor([new Secret('abcdefgh'), new Secret('abcdefghijklmnop')]);
    expect(redact('x abcdefghijklmnop y')).toBe('x [secret] y');
  });

  it('that are too short to be told from words are left to the settings, which refuse nothing by length', () => {
    expect(redactor([new Secret('a')])('a banana')).toBe('a banana');
  });
});

describe('what looks like a secret', () => {
  // Made up here, in parts, so that no scanner takes them for real ones.
  const discordToken = ['MTk4NjIyNDgzNDcxOTI1MjQ4', 'Cl2FMQ', 'ZnCjm1XVW7vRze4b7Cq4se7kKWsAAAA'].join('.');
  const interactionToken = `aW50ZXJhY3Rpb246${'x'.repeat(40)}`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['a bot token', `login with ${discordToken} failed`, 'login with [secret] failed'],
    ['an authorization header', `{"authorization":"Bot ${discordToken}","x":1}`, '{"authorization":"[secret]","x":1}'],
    [
      'one inside a quoted JSON text',
      '{\\"Authorization\\":\\"lin-key-1234\\"}',
      '{\\"Authorization\\":\\"[secret]\\"}',
    ],
    ['one in a message', 'Authorization: Basic dXNlcjpwYXNz, retrying', 'Authorization: [secret], retrying'],
    ['a bearer token', 'sent Bearer abcdef0123456789xyz', 'sent Bearer [secret]'],
    ['a Linear key', `key lin_${'api'}_${'a1'.repeat(20)}!`, 'key [secret]!'],
    ['an Anthropic key', `sk-${'ant'}-api03-${'b'.repeat(20)}`, '[secret]'],
    [
      'a follow-up',
      `POST /api/v10/webhooks/123456789012345678/${interactionToken}/messages/@original`,
      'POST /api/v10/webhooks/123456789012345678/[secret]/messages/@original',
    ],
    [
      'a callback with an odd token',
      '/interactions/123456789012345678/odd.token~1/callback?x=1',
      '/interactions/123456789012345678/[secret]/callback?x=1',
    ],
    [
      'an encoded callback',
      'u=%2Finteractions%2F123456789012345678%2Fabc-def%2Fcallback',
      'u=%2Finteractions%2F123456789012345678%2F[secret]%2Fcallback',
    ],
    ['an interaction token alone', `token was ${interactionToken}.`, 'token was [secret].'],
    ['a token in a query', 'GET /x?a=1&access_token=abc&b=2', 'GET /x?a=1&access_token=[secret]&b=2'],
    ['a password in a URL', 'postgres://bot:hunter2@db.example.com/x', 'postgres://[secret]@db.example.com/x'],
  ];
  it.each(cases)('%s is taken out', (_, text, expected) => expect(redactPatterns(text)).toBe(expected));

  it.each([
    'Bot started and is ready to answer.',
    'Bearer authentication failed',
    'The interactions per minute: 12',
    '/health/ready answered 503 in 12.5 ms',
    'https://discord.com/developers/docs/reference#authentication',
    'ENG-123 moved to In Progress by ada@example.com',
    'commit 356695e1b2c3d4e5f60718293a4b5c6d7e8f9012',
    'id 123456789012345678 in guild 234567890123456789',
    '2026-11-23T05:29:55.123Z',
  ])('ordinary text stays: %s', (text) => expect(redactPatterns(text)).toBe(text));
});

describe('a long text', () => {
  // A pattern that backtracks needs minutes for these, and the test ends by its time limit.
  it.each([
    'a',
    'Bearer ',
    'eyJ',
    '-eyJ',
    '-----BEGIN PRIVATE KEY-----',
    'http://',
    '/webhooks/12345/',
    'authorization:',
    'a.',
    '&key=',
  ])('of "%s" again and again is done soon', (part) => {
    expect(redactPatterns(part.repeat(Math.ceil(400_000 / part.length))).length).toBeGreaterThan(0);
  });
});
