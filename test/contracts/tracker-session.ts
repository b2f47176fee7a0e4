import { startLinear } from '../../sandbox/linear/start-linear.ts';
import { type Exchange, memoryRecorder } from '../../sandbox/record.ts';
import { linearIssueTracker } from '../../src/adapters/linear/issue-tracker.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';
import { stableUuid } from '../../src/shared/ids.ts';
import { Secret } from '../../src/shared/secret.ts';

/** The adapter alone, with the rare things that no command does: everything twice, names that are not there. */
export async function recordTrackerSession(): Promise<readonly Exchange[]> {
  const recorder = memoryRecorder();
  const linear = await startLinear({ recorder });
  const health = new HealthBoard(systemClock);
  const apiKey = new Secret(linear.apiKey);
  const tracker = linearIssueTracker({ apiUrl: linear.apiUrl, apiKey, clock: systemClock, metrics: noMetrics, health });
  try {
    const [team] = (await tracker.teams()).value;
    const { labels, projects } = (await tracker.names()).value;
    const wanted = { id: stableUuid('issue of the session'), teamId: team?.id ?? '', title: 'Written in a session' };
    const names = { labels: [labels[0] ?? '', 'made in a session'], project: projects[0] ?? '' };
    await tracker.createIssue({ ...wanted, ...names, description: 'Words', priority: 2 });
    const { issue } = await tracker.createIssue(wanted);
    await tracker.update(issue.id, { state: { type: 'started' }, addLabels: ['another'], removeLabels: names.labels });
    const comment = { id: stableUuid('comment of the session'), issueId: issue.id, body: 'Said in a session' };
    await tracker.comment(comment);
    await tracker.comment(comment);
    await tracker.linkMessage({ issueId: issue.id, url: 'https://discord.com/channels/1/2/3', title: 'A message' });
    const since = new Date(Date.now() - 60_000);
    await tracker.missedChanges(since, { notAfter: new Date(), limit: 20, isKnown: () => false });
    await tracker.trash(issue.id);
  } finally {
    await linear.close();
  }
  return recorder.exchanges;
}
