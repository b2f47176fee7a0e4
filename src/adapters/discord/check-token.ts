import { noMetrics } from '../../ports/metrics.ts';
import type { Secret } from '../../shared/secret.ts';
import { discordCall, toDiscordError } from './discord-call.ts';
import { discordRest } from './rest.ts';

export type DiscordTokenCheck =
  | { readonly kind: 'ok' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'unreachable'; readonly why: string };

/** Uses the token once (GET /gateway/bot), because only Discord knows whether it works. Source: events/gateway, "Get Gateway Bot". */
export async function checkDiscordToken(apiUrl: string, token: Secret, timeoutMs: number): Promise<DiscordTokenCheck> {
  const { api } = discordRest({ apiUrl, token, metrics: noMetrics });
  try {
    await discordCall((signal) => api.gateway.getBot({ signal }), {
      attempts: 4,
      budgetMs: timeoutMs,
      attemptMs: timeoutMs / 2,
    });
    return { kind: 'ok' };
  } catch (cause) {
    const error = toDiscordError(cause);
    if (error.code === 'DISCORD_TOKEN_REJECTED') return { kind: 'rejected' };
    return { kind: 'unreachable', why: error.cause instanceof Error ? error.cause.message : error.code };
  }
}
