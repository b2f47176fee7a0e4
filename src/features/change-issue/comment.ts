import type { CommandRequest, FeaturePorts } from '../../ports/command.ts';
import { withName } from '../../ports/comment-name.ts';
import { findIssue, identifierIn } from '../../ports/find-issue.ts';
import type { IssueDetail } from '../../ports/issue-tracker.ts';
import { ownDelivery } from '../../ports/own-delivery.ts';
import { type Blocking, screen, type TakenOut } from '../../ports/screen.ts';
import { toAppError } from '../../shared/errors/app-error.ts';
import { CATALOGUE } from '../../shared/errors/catalogue.ts';
import { stableUuid } from '../../shared/ids.ts';
import { safeLine } from '../../shared/text/markdown.ts';
import type { IssueGone, IssueNotFound } from './change-outcome.ts';

export type CommentOutcome =
  | IssueNotFound
  | IssueGone
  | {
      readonly kind: 'commented';
      readonly issue: IssueDetail;
      readonly text: string;
      readonly url: string;
      readonly takenOut: readonly TakenOut[];
    }
  /** Linear is away: it is posted when Linear is back. */
  | {
      readonly kind: 'kept';
      readonly identifier: string;
      readonly text: string;
      readonly takenOut: readonly TakenOut[];
    }
  | { readonly kind: 'blocked'; readonly found: readonly Blocking[] }
  | { readonly kind: 'no-text' };

type Ports = Pick<FeaturePorts, 'tracker' | 'links' | 'secrets' | 'later' | 'clock'>;

/**
 * Says it in Linear, once however often it runs for the same interaction, under the name of who said it. Personal data is
 * taken out before, and a secret does not leave at all. While Linear is away it is kept: what somebody wrote is not lost.
 */
export async function comment(
  ports: Ports,
  request: Pick<CommandRequest, 'asker' | 'interactionId' | 'reference'>,
  typed: { readonly issue: string; readonly text: string },
): Promise<CommentOutcome> {
  if (typed.text.trim() === '') return { kind: 'no-text' };
  const screened = await screen(ports.secrets, [{ name: 'your comment', text: typed.text.trim() }]);
  if (screened.kind === 'blocked') return screened;
  const { takenOut } = screened;
  const [text = ''] = screened.texts;
  const link = await ports.links.ofDiscordUser(request.asker.userId);
  const draft: Draft = {
    id: stableUuid(`comment of interaction ${request.interactionId}`),
    // In Linear it stands under the name of whoever made the bot's API key.
    body: withName(safeLine(link?.trackerName ?? request.asker.name), text),
  };
  try {
    const posted = await post(ports, typed.issue, draft);
    return posted.kind === 'posted' ? { ...posted, kind: 'commented', text, takenOut } : posted;
  } catch (cause) {
    const identifier = identifierIn(typed.issue);
    const error = toAppError(cause);
    // Without an identifier nobody knows yet which issue is meant; and what Linear refuses, it refuses later as well.
    if (identifier === null || !CATALOGUE[error.code].isRetryable) throw error;
    await keep(ports, request, { identifier, draft });
    return { kind: 'kept', identifier, text, takenOut };
  }
}

interface Draft {
  readonly id: string;
  readonly body: string;
}

async function post(
  { tracker }: Pick<FeaturePorts, 'tracker'>,
  typed: string,
  { id, body }: Draft,
): Promise<IssueNotFound | IssueGone | { readonly kind: 'posted'; readonly issue: IssueDetail; readonly url: string }> {
  const found = await findIssue({ tracker }, typed);
  if (found.value.kind === 'not-found') return { kind: 'not-found', found: { ...found, value: found.value } };
  const { issue } = found.value;
  const made = await tracker.comment({ id, issueId: issue.id, body });
  return made === null ? { kind: 'gone', identifier: issue.identifier } : { kind: 'posted', issue, url: made.url };
}

async function keep(
  { later, clock }: Ports,
  { asker, reference }: Pick<CommandRequest, 'asker' | 'reference'>,
  { identifier, draft: { id: commentId, body } }: { readonly identifier: string; readonly draft: Draft },
): Promise<void> {
  const receivedAt = clock.now();
  const event = {
    kind: 'comment-due',
    at: receivedAt,
    actor: null,
    commentId,
    identifier,
    body,
    userId: asker.userId,
  } as const;
  const delivery = { sender: 'bot', deliveryId: `comment ${commentId}`, subject: `comments ${identifier}` } as const;
  await later.receive([ownDelivery(event, { ...delivery, receivedAt, reference })]);
}
