import type { CommandRequest, FeaturePorts } from '../../ports/command.ts';
import { findIssue } from '../../ports/find-issue.ts';
import type { IssueDetail } from '../../ports/issue-tracker.ts';
import { stableUuid } from '../../shared/ids.ts';
import { safeLine } from '../../shared/text/markdown.ts';
import type { IssueGone, IssueNotFound } from './change-outcome.ts';

export type CommentOutcome =
  | IssueNotFound
  | IssueGone
  | { readonly kind: 'commented'; readonly issue: IssueDetail; readonly text: string; readonly url: string }
  | { readonly kind: 'no-text' };

/** Says it in Linear, once however often it runs for the same interaction, under the name of who said it. */
export async function comment(
  ports: Pick<FeaturePorts, 'tracker' | 'links'>,
  { asker, interactionId }: Pick<CommandRequest, 'asker' | 'interactionId'>,
  typed: { readonly issue: string; readonly text: string },
): Promise<CommentOutcome> {
  const text = typed.text.trim();
  if (text === '') return { kind: 'no-text' };
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
  return made === null
    ? { kind: 'gone', identifier: issue.identifier }
    : { kind: 'commented', issue, text, url: made.url };
}
