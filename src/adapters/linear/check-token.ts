import * as z from 'zod/mini';
import { noMetrics } from '../../ports/metrics.ts';
import type { Clock } from '../../shared/clock.ts';
import { HealthBoard } from '../../shared/health-board.ts';
import type { Secret } from '../../shared/secret.ts';
import { fullName, namedUser } from './answer-shapes.ts';
import { LinearClient } from './client.ts';
import { VIEWER } from './documents.ts';
import { AttemptFailed } from './failure.ts';

/** What came of using the token. `why` is a short phrase without secrets. */
export type TokenCheck =
  | { readonly kind: 'ok'; readonly workspace: string; readonly person: string }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'unreachable'; readonly why: string };

export interface TokenCheckOptions {
  readonly apiUrl: string;
  readonly apiKey: Secret;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

const viewerAnswer = z.object({
  viewer: z.object({ ...namedUser.shape, organization: z.object({ name: z.string() }) }),
});

/** Asks Linear, once, whose token this is. */
export async function checkLinearToken({ timeoutMs, ...options }: TokenCheckOptions): Promise<TokenCheck> {
  const client = new LinearClient({ ...options, metrics: noMetrics, health: new HealthBoard(options.clock) });
  const question = { document: VIEWER, shape: viewerAnswer, variables: {} };
  try {
    // The SDK is loaded first: that takes no time of Linear's.
    await client.warmUp();
    const answer = await client.send(question, AbortSignal.timeout(timeoutMs));
    if (answer === null) return { kind: 'unreachable', why: 'Linear does not know whose token it is' };
    const { viewer } = answer;
    return { kind: 'ok', workspace: viewer.organization.name, person: fullName(viewer) };
  } catch (error) {
    if (!(error instanceof AttemptFailed)) throw error;
    return toCheck(error);
  }
}

function toCheck({ error: { code, facts } }: AttemptFailed): TokenCheck {
  if (code === 'LINEAR_TOKEN_REJECTED') return { kind: 'rejected' };
  if (code === 'LINEAR_RATE_LIMITED')
    return { kind: 'unreachable', why: `asks us to wait for ${facts.seconds} seconds` };
  return { kind: 'unreachable', why: String(facts.why ?? facts.reason ?? facts.problem ?? code) };
}
