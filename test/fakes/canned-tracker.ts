import { linearIssueTracker } from '../../src/adapters/linear/issue-tracker.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { fixedClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';
import { Secret } from '../../src/shared/secret.ts';
import { type CannedReply, type CannedRequest, refusal, startCannedLinear } from './canned-linear.ts';

/** What the canned Linear answers, by name of the operation; whatever is not here does not exist. */
export type CannedAnswers = Readonly<Record<string, (variables: CannedRequest['variables']) => CannedReply>>;

/** Linear's words for that there is no such thing. */
export const NOT_FOUND = refusal({
  status: 200,
  type: 'invalid input',
  code: 'INPUT_ERROR',
  message: 'Entity not found: Cycle',
});

/** The Linear adapter over a canned Linear, with short waits and a clock that stands still. */
export async function startCannedTracker(answers: CannedAnswers) {
  const server = await startCannedLinear(({ name, variables }) => answers[name]?.(variables) ?? NOT_FOUND);
  const clock = fixedClock('2026-03-10T12:00:00Z');
  const health = new HealthBoard(clock);
  const tracker = linearIssueTracker({
    apiUrl: server.url,
    apiKey: new Secret('lin_api_key'),
    clock,
    metrics: noMetrics,
    health,
    timeouts: { attemptMs: 2_000, patienceMs: 300, retryAfterMs: 1, budgetMs: 4_000, suggestionBudgetMs: 1_000 },
    random: () => 0,
  });
  // The SDK takes longer to load than some of these waits.
  await import('@linear/sdk');
  return { tracker, server, clock, health };
}
