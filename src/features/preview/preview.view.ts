import type { Button, Card, Reply } from '../../ports/chat.ts';
import type { Deployment, PullRequest } from '../../ports/code-work.ts';
import { actionButton } from '../../ports/command.ts';
import type { Dated } from '../../ports/issue-tracker.ts';
import { issueRefLine, staleNote } from '../../ports/issue-words.ts';
import { inlineCode, markdownLink, safeLine, safeUrl } from '../../shared/text/markdown.ts';
import { clip, linesWithin, relativeTime } from '../../shared/text/words.ts';
import type { PreviewOutcome, ProjectPreview } from './preview.ts';

type Preview = Extract<PreviewOutcome, { kind: 'issue' }>;

const MAX_CHARS = 1_500;
/** A row of buttons, one kept for "Look again". */
const MAX_LINKS = 4;

/** Where the work on an issue can be looked at; when nowhere, why and what to do. */
export function previewView(dated: Dated<Preview>): Reply {
  const { identifier, issue, previews, pullRequests } = dated.value;
  const lines = [
    staleNote(dated),
    issue === null ? '⚠️ Linear cannot be asked right now; this is what we remember of the code.' : issueRefLine(issue),
    ...(previews.length > 0 ? previews.flatMap(previewLines) : whyNone(dated.value)),
  ].filter((line) => line !== null);
  const card: Card = {
    title: `Preview of ${safeLine(clip(identifier, 40))}`,
    text: linesWithin(lines, { maxChars: MAX_CHARS }, (left) => `+ ${left} more`),
    tone: toneOf(dated.value),
    ...(pullRequests.length === 0
      ? {}
      : {
          fields: [
            {
              name: 'Pull requests',
              value: linesWithin(
                pullRequests.map(pullRequestLine),
                { maxChars: 1_000, maxLines: 5 },
                (left) => `+ ${left} more`,
              ),
            },
          ],
        }),
  };
  const again = actionButton('preview', `again:${identifier.slice(0, 60)}`, {
    label: 'Look again',
    style: 'secondary',
  });
  return { cards: [card], buttons: [[...links(previews), again]] };
}

function links(previews: readonly ProjectPreview[]): readonly Button[] {
  const seen = new Set<string>();
  return previews
    .flatMap(({ project, newest, earlier }): Button[] => {
      const shown = newest.state === 'ready' && newest.url !== null ? newest : earlier;
      const url = safeUrl(shown?.url ?? '');
      if (url === null || seen.has(url)) return [];
      seen.add(url);
      return [{ kind: 'link', url, label: clip(previews.length === 1 ? 'Open the preview' : `Open ${project}`, 80) }];
    })
    .slice(0, MAX_LINKS);
}

function previewLines({ project, newest, earlier }: ProjectPreview): readonly string[] {
  const name = safeLine(clip(project, 60));
  const when = relativeTime(newest.updatedAt);
  return [
    `${signOf(newest)} **${name}** ${stateWords(newest)} ${when}${branchWords(newest)}${detailsWords(newest)}`,
    ...(earlier === null ? [] : [`↳ an earlier one from ${relativeTime(earlier.updatedAt)} can still be looked at`]),
  ];
}

function signOf({ state }: Deployment): string {
  return { ready: '✅', building: '🔨', failed: '💥', canceled: '🚫' }[state];
}

function stateWords({ state, url }: Deployment): string {
  switch (state) {
    case 'ready':
      return url === null ? 'was deployed, without an address that we were told,' : 'can be looked at, deployed';
    case 'building':
      return 'is being built, since';
    case 'failed':
      return 'could not be deployed';
    case 'canceled':
      return 'was canceled';
  }
}

function branchWords({ branch }: Deployment): string {
  return branch === null ? '' : ` from ${inlineCode(clip(branch, 60))}`;
}

function detailsWords({ state, detailsUrl }: Deployment): string {
  if (detailsUrl === null || safeUrl(detailsUrl) === null) return '';
  return ` · ${markdownLink(state === 'failed' ? 'logs' : 'details', detailsUrl)}`;
}

/** The first thing that is missing on the way from the issue to a preview. */
function whyNone({ identifier, pullRequests, isNobodyTelling }: Preview): readonly string[] {
  const id = safeLine(clip(identifier, 40));
  if (isNobodyTelling) {
    return [
      'There is none that we know of: no deployment was ever reported to this bot.',
      'An administrator connects Vercel or GitHub by a webhook; docs/CREDENTIALS_SETUP_GUIDE.md says how.',
    ];
  }
  const [newest] = pullRequests;
  if (newest === undefined) {
    return [
      `There is none: no branch and no pull request that we were told of names ${id}.`,
      `With ${inlineCode(identifier.toLowerCase().slice(0, 40))} in the name of the branch, or ${id} in the title of the pull request, its deployments are found here.`,
    ];
  }
  const branch = inlineCode(clip(newest.branch, 60));
  if (newest.state !== 'open')
    return [`There is none: the pull request is ${newest.state}, and no preview of ${branch} was reported.`];
  return [
    `There is none yet: no deployment of ${branch} was reported. Previews usually come some minutes after a push.`,
    'When none comes: does the project deploy previews for its branches?',
  ];
}

function pullRequestLine({ repository, number, title, url, state, isDraft, author }: PullRequest): string {
  const name = `${clip(repository.split('/').at(-1) ?? repository, 40)}#${number}`;
  return `${markdownLink(name, url)} ${safeLine(clip(title, 60))} · ${isDraft && state === 'open' ? 'draft' : state} · ${safeLine(clip(author, 40))}`;
}

function toneOf({ previews }: Preview): NonNullable<Card['tone']> {
  if (previews.length === 0) return 'neutral';
  if (previews.some(({ newest }) => newest.state === 'failed')) return 'bad';
  return previews.every(({ newest }) => newest.state === 'ready') ? 'good' : 'neutral';
}
