import type { FeaturePorts } from '../../ports/command.ts';
import { type EventContext, type EventHandler, NO_EFFECTS } from '../../ports/effects.ts';
import type { IssueDetail } from '../../ports/issue-tracker.ts';
import { buildNews, deploymentNews, type LinkedIssues, pullRequestNews } from './code-news.ts';
import { orWithout } from './or-without.ts';
import { tell } from './tell.ts';

/** What happened longer ago is no news: GitHub tells again what somebody runs again, and a week of builds at once. */
const OLD_MS = 24 * 3_600_000;
/** More issues than a pull request names in earnest. */
const MAX_ISSUES = 5;

/** Tells channels and people what happened to the code: reviews, merges, previews, deployments, broken builds. */
export const onCode: EventHandler = {
  name: 'notices-code',
  kinds: ['pull-request', 'deployment', 'build'],
  async handle(ports, event, context) {
    if (context.receivedAt.getTime() - event.at.getTime() > OLD_MS)
      return { ...NO_EFFECTS, note: 'too old to be news' };
    switch (event.kind) {
      case 'pull-request': {
        // Asked only when there is something to tell: most steps of a pull request are no news.
        if (pullRequestNews(event, []) === null) return null;
        const news = pullRequestNews(event, await issuesOf(ports, event.issues, context));
        return news && tell(ports, [news], context);
      }
      case 'deployment': {
        if (deploymentNews(event, []) === null) return null;
        const news = deploymentNews(event, await issuesOf(ports, event.issues, context));
        return news && tell(ports, [news], context);
      }
      case 'build': {
        const news = buildNews(event);
        return news && tell(ports, [news], context);
      }
      default:
        return null;
    }
  },
};

async function issuesOf(
  ports: FeaturePorts,
  identifiers: readonly string[],
  context: EventContext,
): Promise<LinkedIssues> {
  const asked = identifiers
    .slice(0, MAX_ISSUES)
    .map((identifier) => orWithout<IssueDetail | null>(context, () => ports.tracker.issue(identifier), null));
  return (await Promise.all(asked)).filter((issue) => issue !== null);
}
