import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DiscordSandbox, startDiscord } from '../../sandbox/discord/start-discord.ts';
import { type LinearSandbox, startLinear } from '../../sandbox/linear/start-linear.ts';
import { readTokens } from '../../src/ops/facts/doctor/tokens.ts';
import { systemClock } from '../../src/shared/clock.ts';

let dir: string;
let discord: DiscordSandbox;
let linear: LinearSandbox;
/** Anthropic and Google, as far as the question goes: who asks with the right words is let in. */
let others: Server;
let othersUrl: string;
const askedWith: string[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'doctor-tokens-'));
  [discord, linear] = await Promise.all([startDiscord(), startLinear()]);
  others = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      askedWith.push(`${request.method} ${request.url} ${body}`);
      const isAnthropic = request.url === '/v1/models?limit=1';
      const isRight = isAnthropic
        ? request.headers['x-api-key'] === 'sk-ant-right' && request.headers['anthropic-version'] === '2023-06-01'
        : body.startsWith('grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=');
      const refusal = isAnthropic ? { error: { type: 'authentication_error' } } : { error: 'invalid_grant' };
      response.writeHead(isRight ? 200 : isAnthropic ? 401 : 400, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isRight ? { access_token: 'never-shown' } : refusal));
    });
  });
  await new Promise<void>((resolve) => others.listen(0, '127.0.0.1', resolve));
  othersUrl = `http://127.0.0.1:${(others.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await Promise.all([discord.close(), linear.close()]);
  others.close();
  rmSync(dir, { recursive: true });
});

function places(values: Readonly<Record<string, string>>) {
  return {
    sources: {
      applicationDir: dir,
      environment: {},
      envFile: { path: join(dir, '.env.local'), values },
      secretFiles: {},
      config: { path: '', value: undefined },
      problems: [],
      notes: [],
    },
    googleKeyFile: join(dir, 'service-account.json'),
  };
}

const at = (): Record<string, string> => ({
  DISCORD_API_URL: discord.apiUrl,
  LINEAR_API_URL: linear.apiUrl,
  ANTHROPIC_BASE_URL: othersUrl,
});

describe('the doctor uses each token once', () => {
  it('and says whose it is when it works', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const key = {
      type: 'service_account',
      client_email: 'bot@acme.iam.gserviceaccount.com',
      private_key: privateKey,
      token_uri: `${othersUrl}/token`,
    };
    writeFileSync(join(dir, 'service-account.json'), JSON.stringify(key));
    const values = {
      ...at(),
      DISCORD_BOT_TOKEN: discord.botToken,
      LINEAR_API_TOKEN: linear.apiKey,
      ANTHROPIC_API_KEY: 'sk-ant-right',
    };
    const { tokens } = await readTokens(places(values), systemClock);
    expect(tokens).toEqual({
      discord: { state: 'works', says: expect.stringMatching(/^the bot is called \S+/) as string },
      linear: { state: 'works', says: expect.stringMatching(/^it belongs to .+, in .+/) as string },
      anthropic: { state: 'works', says: 'it is valid' },
      google: { state: 'works', says: 'it belongs to bot@acme.iam.gserviceaccount.com' },
    });
    rmSync(join(dir, 'service-account.json'));
  });

  it('and says that the vendor refuses it', async () => {
    const wrong = { DISCORD_BOT_TOKEN: 'wrong', LINEAR_API_TOKEN: 'lin_api_wrong', ANTHROPIC_API_KEY: 'wrong' };
    const { tokens } = await readTokens(places({ ...at(), ...wrong }), systemClock);
    expect([tokens.discord, tokens.linear, tokens.anthropic].map(({ state }) => state)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(tokens.google.state).toBe('unset');
  });

  it('and does not call it wrong when nobody answers, or when the address answers as something else', async () => {
    const secret = 'not-to-be-shown\nin any text';
    const nowhere = { DISCORD_API_URL: 'http://127.0.0.1:2', LINEAR_API_URL: `${othersUrl}/token` };
    const { tokens } = await readTokens(
      places({ ...nowhere, DISCORD_BOT_TOKEN: 'a-token', LINEAR_API_TOKEN: 'a-key', ANTHROPIC_API_KEY: secret }),
      systemClock,
    );
    expect(tokens.discord).toEqual({
      state: 'unreachable',
      says: 'Discord could not be asked: the connection failed (ECONNREFUSED)',
    });
    expect(tokens.linear.state).toBe('unreachable');
    expect(tokens.anthropic).toEqual({
      state: 'unreachable',
      says: 'Anthropic could not be asked: the request failed',
    });
    expect(JSON.stringify(tokens)).not.toContain('not-to-be-shown');
  });
});
