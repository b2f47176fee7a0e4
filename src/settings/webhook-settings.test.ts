import { expect, it } from 'vitest';
import { parseSettings } from './parse-settings.ts';
import { sourcesWithoutFiles } from './sources.ts';

const DISCORD_BOT_TOKEN = 'a-token-that-discord-may-judge-0123456789';
const parse = (env: Record<string, string>) =>
  parseSettings(sourcesWithoutFiles('/srv/bot', { DISCORD_BOT_TOKEN, ...env }, {}));

it('two secrets of a sender are taken while one is being changed, and both are kept out of the log', () => {
  const outcome = parse({
    LINEAR_WEBHOOK_SECRET: 'lin-current-0123456789',
    LINEAR_WEBHOOK_SECRET_PREVIOUS: 'lin-before-0123456789',
  });
  if (outcome.kind !== 'ok') throw new Error('There are problems.');
  const { webhooks, secrets } = outcome.settings;
  const wanted = ['lin-current-0123456789', 'lin-before-0123456789'];
  expect(webhooks.linear.map((secret) => secret.reveal())).toEqual(wanted);
  expect(webhooks.github).toEqual([]);
  expect(secrets.map((secret) => secret.reveal())).toEqual([DISCORD_BOT_TOKEN, ...wanted]);
});

it('it is said when only the secret before is left', () => {
  expect(parse({ VERCEL_WEBHOOK_SECRET_PREVIOUS: 'ver-before-0123456789' }).notes).toContain(
    'VERCEL_WEBHOOK_SECRET_PREVIOUS is set without VERCEL_WEBHOOK_SECRET: it is taken as the only secret.',
  );
});

it('a secret that could be guessed is a problem, told without it', () => {
  const outcome = parse({ GITHUB_WEBHOOK_SECRET: 'hunter2' });
  if (outcome.kind !== 'problems') throw new Error('There is no problem.');
  expect(outcome.problems).toHaveLength(1);
  expect(outcome.problems[0]).toMatchObject({
    name: 'GITHUB_WEBHOOK_SECRET',
    found: '…(7 characters), which is too short to be safe',
  });
});
