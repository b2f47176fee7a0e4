import type { FeaturePorts } from '../../ports/command.ts';
import type { EventContext, EventHandler } from '../../ports/effects.ts';
import type { IssueDetail, Person } from '../../ports/issue-tracker.ts';
import { personName } from '../../ports/issue-words.ts';
import type { CommentEvent, IssueEvent } from '../../ports/work-event.ts';
import { commentNews, issueNews, type NameOf } from './issue-news.ts';
import { type News, NO_LIMITS } from './news.ts';
import { orWithout } from './or-without.ts';
import { tell } from './tell.ts';

/** Tells channels and people what happened to an issue. */
export const onIssue: EventHandler = {
  name: 'notices-issue',
  kinds: ['issue-created', 'issue-changed', 'comment-created'],
  async handle(ports, event, context) {
    switch (event.kind) {
      case 'issue-created':
      case 'issue-changed':
        return tell(ports, issueNews(event, await namesFor(ports, event, context)), context);
      case 'comment-created':
        return tell(ports, [await newsOfComment(ports, event, context)], context);
      default:
        return null;
    }
  },
};

/** Only a change of assignee names somebody whose name the event does not bring. */
async function namesFor(ports: FeaturePorts, event: IssueEvent, context: EventContext): Promise<NameOf> {
  if (event.changes.assignee === undefined || event.changes.assignee.fromId === null) return () => null;
  const people = await peopleOf(ports, context);
  return (id) => {
    const person = people.find((one) => one.id === id);
    return person === undefined ? null : personName(person);
  };
}

async function newsOfComment(ports: FeaturePorts, event: CommentEvent, context: EventContext): Promise<News> {
  const issue = await orWithout<IssueDetail | null>(context, () => ports.tracker.issue(event.issue.identifier), null);
  const named = namedIn(event.body, event.body.includes('@') ? await peopleOf(ports, context) : []);
  const concerned = new Set([...(issue?.assignee ? [issue.assignee.id] : []), ...named]);
  const about =
    issue === null
      ? { ...NO_LIMITS, teams: [event.issue.identifier.replace(/-\d+$/, '')] }
      : {
          teams: [issue.teamKey],
          projects: issue.project === null ? [] : [issue.project],
          labels: issue.labels,
          branches: null,
        };
  return commentNews(event, [...concerned], about);
}

function peopleOf(ports: FeaturePorts, context: EventContext): Promise<readonly Person[]> {
  return orWithout<readonly Person[]>(context, () => ports.tracker.people(), []);
}

/** Ids of the people whom the text addresses, as Linear writes it: `@` and the short name. */
function namedIn(body: string, people: readonly Person[]): readonly string[] {
  const names = new Set([...body.matchAll(/@([\p{L}\p{N}._-]+)/gu)].map(([, name]) => name?.toLowerCase()));
  return people.filter(({ displayName }) => names.has(displayName.toLowerCase())).map(({ id }) => id);
}
