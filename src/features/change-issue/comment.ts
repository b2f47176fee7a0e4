import type { CommandRequest, FeaturePorts } from '../../ports/command.ts';
import { findIssue } from '../../ports/find-issue.ts';
import type { IssueDetail } from '../../ports/issue-tracker.ts';
import { type Blocking, screen, type TakenOut } from '../../ports/screen.ts';
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
  | { readonly kind: 'blocked'; readonly found: readonly Blocking[] }
  | { readonly kind: 'no-text' };

/**
 * Says it in Linear, once however often it runs for the same interaction, under the name of who said it. Personal data is
 * taken out before, and a secret does not leave at all.
 */
export async function comment(
  ports: Pick<FeaturePorts, 'tracker' | 'links' | 'secrets'>,
  { asker, interactionId }: Pick<CommandRequest, 'asker' | 'interactionId'>,
  typed: { readonly issue: string; readonly text: string },
): Promise<CommentOutcome> {
  if (typed.text.trim() === '') return { kind: 'no-text' };
  const screened = await screen(ports.secrets, [{ name: 'your comment', text: typed.text.trim() }]);
  if (screened.kind === 'blocked') return screened;
  const { texts, takenOut } = screened;
  const [text = ''] = texts;
  const found = await findIssue(ports, typed.issue);
  if (found.value.kind === 'not-found') return { kind: 'not-found', found: { ...found, value: found.value } };
  const { issue } = found.value;
  const link = await ports.links.ofDiscordUser(asker.userId);
  const made = await ports.tracker.comment({
    id: stableUuid(`comment of interaction ${interactionId}`),
    issueId: issue.id,
    // In Linear it stands under the name of whoever made the bot's API key.
    body: `**${safeLine(link?.trackerName ?? asker.name)}** in Discord:\n\n${text}`,
  });
  if (made === null) return { kind: 'gone', identifier: issue.identifier };
  return { kind: 'commented', issue, text, url: made.url, takenOut };
}
