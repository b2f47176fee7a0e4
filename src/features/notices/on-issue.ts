import type { FeaturePorts } from '../../ports/command.ts';
import type { EventContext, EventHandler } from '../../ports/effects.ts';
import type { IssueDetail, Person, WorkflowState } from '../../ports/issue-tracker.ts';
import { personName } from '../../ports/issue-words.ts';
import type { CommentEvent, IssueEvent } from '../../ports/work-event.ts';
import { commentNews, issueNews, type Known } from './issue-news.ts';
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
        return tell(ports, issueNews(event, await knownFor(ports, event, context)), context);
      case 'comment-created':
        return tell(ports, [await newsOfComment(ports, event, context)], context);
      default:
        return null;
    }
  },
};

/** Asked only for what the event names without telling: who had it before, and in which state it was. */
async function knownFor(ports: FeaturePorts, { changes }: IssueEvent, context: EventContext): Promise<Known> {
  const hasOwner = changes.assignee !== undefined && changes.assignee.fromId !== null;
  const people = hasOwner ? await peopleOf(ports, context) : [];
  const states =
    changes.state === undefined
      ? new Map<string, WorkflowState>()
      : await orWithout<ReadonlyMap<string, WorkflowState>>(context, () => ports.tracker.states(), new Map());
  return {
    personName: (id) => {
      const person = people.find((one) => one.id === id);
      return person === undefined ? null : personName(person);
    },
    state: (id) => states.get(id) ?? null,
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
