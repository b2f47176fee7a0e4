import type { AuthorNews, Capture, CapturedIssue } from '../../ports/captures.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import { type Effects, type EventHandler, NO_EFFECTS } from '../../ports/effects.ts';
import type { StateType } from '../../ports/issue-tracker.ts';
import type { OutboxMessage } from '../../ports/outbox.ts';
import { type Telling, tellingOf } from '../../ports/preferences.ts';
import type { IssueEvent } from '../../ports/work-event.ts';
import { newsView } from './news.view.ts';

/** Tells who said it when their feedback is planned, done or declined. */
export const onIssueChanged: EventHandler = {
  name: 'capture-news',
  kinds: ['issue-changed', 'issue-removed'],
  async handle(ports, event, { inboxId, reference }): Promise<Effects | null> {
    if (event.kind !== 'issue-changed' && event.kind !== 'issue-removed') return null;
    const capture = await ports.captures.byId(event.issue.id);
    if (capture?.state !== 'created') return null;
    const news = newsIn(event);
    const issue = asKnown(event);
    const change = { issue, ...(news === null ? {} : { lastNews: news }) };
    const effects = { ...NO_EFFECTS, records: [{ kind: 'capture-changed' as const, id: capture.id, change }] };
    if (news === null || news === capture.lastNews) return { ...effects, note: 'no news for its author' };
    const telling = await tellingFor(ports, capture);
    if (telling.kind === 'never') return { ...effects, note: 'its author does not want to know' };
    const message: OutboxMessage = {
      destination: { kind: 'member', userId: capture.author.id },
      content: { kind: 'reply', reply: newsView(capture, issue, news) },
      mergeKey: null,
      dedupeKey: `capture-news:${capture.id}:${news}:${inboxId}`,
      reference,
      ...(telling.kind === 'now' ? {} : { notBefore: telling.at }),
    };
    return { ...effects, note: `told its author: ${news}`, messages: [message] };
  },
};

/** Planned: somebody put it into the work to come or has begun with it. */
function newsIn({ kind, issue, changes }: IssueEvent): AuthorNews | null {
  if (kind === 'issue-removed') return 'declined';
  if (changes.state !== undefined) return newsOf(issue.state.type);
  const isInCycle = changes.cycle !== undefined && issue.cycleId !== null;
  return isInCycle && newsOf(issue.state.type) === null ? 'planned' : null;
}

function newsOf(type: StateType): AuthorNews | null {
  switch (type) {
    case 'unstarted':
    case 'started':
      return 'planned';
    case 'completed':
      return 'done';
    case 'canceled':
    case 'duplicate':
      return 'declined';
    default:
      return null;
  }
}

function asKnown({ issue }: IssueEvent): CapturedIssue {
  const { identifier, title, url, state } = issue;
  return { identifier, title, url, state: { name: state.name, type: state.type } };
}

/** Who asked to be told about this one is, whatever the preferences say of feedback; their quiet hours hold. */
async function tellingFor({ preferences, clock }: FeaturePorts, capture: Capture): Promise<Telling> {
  if (capture.tellsAuthor === false) return { kind: 'never' };
  const chosen = await preferences.of(capture.author.id);
  const isAsked = capture.tellsAuthor === true && chosen.kinds.feedback === 'never';
  const kinds = isAsked ? { ...chosen.kinds, feedback: 'now' as const } : chosen.kinds;
  return tellingOf({ ...chosen, kinds }, 'feedback', clock.now());
}
