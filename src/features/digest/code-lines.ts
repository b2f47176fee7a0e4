import { isMainBranch } from '../../ports/code-words.ts';
import type { Build, Deployment, PullRequest } from '../../ports/code-work.ts';
import { groupBy } from '../../shared/group-by.ts';
import { markdownLink, safeLine } from '../../shared/text/markdown.ts';
import { clip, relativeTime } from '../../shared/text/words.ts';
import type { Sources } from './gather.ts';

/** The newest state of production per project, failures first. */
export function productionLines({ deployments }: Pick<Sources, 'deployments'>): readonly string[] {
  const production = deployments.filter(
    ({ environment, state }) => environment === 'production' && (state === 'ready' || state === 'failed'),
  );
  const newest = [...groupBy(production, ({ project }) => project).values()].flatMap(([first]) => first ?? []);
  return newest.sort((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed')).map(deploymentLine);
}

function deploymentLine({ project, state, url, detailsUrl, updatedAt }: Deployment): string {
  const name = clip(project, 60);
  if (state === 'failed')
    return `💥 ${markdownLink(name, detailsUrl ?? '')} could not be deployed ${relativeTime(updatedAt)}`;
  return `🚀 ${markdownLink(name, url ?? detailsUrl ?? '')} has a new version since ${relativeTime(updatedAt)}`;
}

/** Workflows of main branches whose newest finished run failed. */
export function failingBuilds({ builds }: Pick<Sources, 'builds'>): readonly Build[] {
  const finished = builds.filter(
    ({ state, branch }) => state !== 'running' && state !== 'canceled' && isMainBranch(branch),
  );
  const newest = [...groupBy(finished, ({ repository, name }) => `${repository} ${name}`).values()].flatMap(
    ([first]) => first ?? [],
  );
  return newest.filter(({ state }) => state === 'failed');
}

export function buildLine({ repository, name, branch, url, updatedAt }: Build): string {
  return `🧱 ${markdownLink(`${clip(repository, 60)} · ${clip(name, 40)}`, url)} fails on ${safeLine(clip(branch, 40))} since ${relativeTime(updatedAt)}`;
}

/** Ready for others to look at, the one that waits longest first. */
export function waitingPullRequests({ openPullRequests }: Pick<Sources, 'openPullRequests'>): readonly PullRequest[] {
  return openPullRequests
    .filter(({ isDraft }) => !isDraft)
    .toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
}

export function pullRequestLine({ repository, number, title, url, author, openedAt }: PullRequest): string {
  return `📬 ${markdownLink(`${clip(repository.split('/').at(-1) ?? repository, 40)}#${number}`, url)} ${safeLine(clip(title, 60))} · ${safeLine(clip(author, 40))}, opened ${relativeTime(openedAt)}`;
}
