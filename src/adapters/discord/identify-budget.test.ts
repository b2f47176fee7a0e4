import { afterEach, describe, expect, it } from 'vitest';
import { type DiscordSandbox, startDiscord } from '../../../sandbox/discord/start-discord.ts';
import type { Gateway, GatewayListener } from '../../ports/gateway.ts';
import { silentLog } from '../../ports/log.ts';
import { noMetrics } from '../../ports/metrics.ts';
import { noPictures } from '../../ports/pictures.ts';
import type { GatewaySession } from '../../ports/store.ts';
import { systemClock } from '../../shared/clock.ts';
import { HealthBoard } from '../../shared/health-board.ts';
import { Secret } from '../../shared/secret.ts';
import { discordArrivals } from './arrivals.ts';
import { discordGateway } from './gateway.ts';
import { discordRest } from './rest.ts';
import { RoleDirectory } from './role-directory.ts';

let discord: DiscordSandbox | null = null;
const gateways: Gateway[] = [];

afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
  await discord?.close();
});

function bot(sandbox: DiscordSandbox) {
  const token = new Secret(sandbox.botToken);
  const { rest, api } = discordRest({ apiUrl: sandbox.apiUrl, token, metrics: noMetrics });
  const health = new HealthBoard(systemClock);
  const parts = {
    rest,
    api,
    arrivals: discordArrivals({ api, pictures: noPictures }, token),
    token,
    clock: systemClock,
    log: silentLog,
    metrics: noMetrics,
    health,
  };
  const gateway = discordGateway({ ...parts, roles: new RoleDirectory(api) });
  gateways.push(gateway);
  let session: GatewaySession | null = null;
  const listener: GatewayListener = {
    onArrival: () => undefined,
    onReaction: () => undefined,
    onSession: (next) => {
      session = next;
    },
    onFatal: () => undefined,
  };
  return { gateway, health, listener, session: () => session };
}

describe('the daily budget of sessions', () => {
  it('does not keep a session from being resumed when it is used up', async () => {
    discord = await startDiscord({ identifyBudget: 1, identifyIntervalMs: 0 });
    const first = bot(discord);
    expect(await first.gateway.connect(null, first.listener)).toBe('identified');
    await expect.poll(first.session).not.toBeNull();
    await first.gateway.close();
    expect(discord.gateway.identifiesLeft()).toBe(0);

    const second = bot(discord);
    expect(await second.gateway.connect(first.session(), second.listener)).toBe('resumed');
  });

  it('holds a new session back when it is used up, says so, and never costs the token', async () => {
    discord = await startDiscord({ identifyBudget: 1, identifyIntervalMs: 0 });
    const first = bot(discord);
    await first.gateway.connect(null, first.listener);
    await first.gateway.close();

    const second = bot(discord);
    void second.gateway.connect(null, second.listener).catch(() => undefined);
    await expect
      .poll(() => second.health.of('discord')?.detail, { timeout: 5_000 })
      .toMatch(/^Discord allows no new session today; the next one in about \d+ minutes\.$/);
    // One IDENTIFY too many would have made the sandbox reset the token, as Discord does.
    const { api } = discordRest({ apiUrl: discord.apiUrl, token: new Secret(discord.botToken), metrics: noMetrics });
    expect((await api.gateway.getBot()).session_start_limit.remaining).toBe(0);
  });
});
