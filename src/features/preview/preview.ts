import type { Deployment, PullRequest } from '../../ports/code-work.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import { findIssue, identifierIn } from '../../ports/find-issue.ts';
import type { Dated, IssueRef } from '../../ports/issue-tracker.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { groupBy } from '../../shared/group-by.ts';

/** Where one project shows the work on an issue. */
export interface ProjectPreview {
  readonly project: string;
  /** The newest one, whatever became of it. */
  readonly newest: Deployment;
  /** The newest one that can be looked at, when that is an older one. */
  readonly earlier: Deployment | null;
}

/** What there is to look at for an issue, or why there is nothing. */
export type PreviewOutcome =
  | Extract<Awaited<ReturnType<typeof findIssue>>['value'], { kind: 'not-found' }>
  | {
      readonly kind: 'issue';
      readonly identifier: string;
      /** Null when Linear could not be asked; then its number is all that we know. */
      readonly issue: IssueRef | null;
      readonly previews: readonly ProjectPreview[];
      readonly pullRequests: readonly PullRequest[];
      /** Nobody ever reported a deployment: then "none" means that nobody tells us. */
      readonly isNobodyTelling: boolean;
    };

export async function findPreview(ports: FeaturePorts, typed: string): Promise<Dated<PreviewOutcome>> {
  const found = await issueOf(ports, typed);
  const { value } = found;
  if (value.kind === 'not-found') return { ...found, value };
  const [{ deployments, pullRequests }, hasHeard] = await Promise.all([
    ports.codeWork.ofIssue(value.identifier),
    ports.codeWork.hasHeard(),
  ]);
  const isNobodyTelling = !hasHeard.deployments;
  return { ...found, value: { ...value, previews: previewsOf(deployments), pullRequests, isNobodyTelling } };
}

type Found =
  | Extract<PreviewOutcome, { kind: 'not-found' }>
  | { readonly kind: 'issue'; readonly identifier: string; readonly issue: IssueRef | null };

/** What we remember of code is worth showing also while Linear cannot be asked. */
async function issueOf(ports: FeaturePorts, typed: string): Promise<Dated<Found>> {
  try {
    const found = await findIssue(ports, typed);
    const { value } = found;
    if (value.kind === 'not-found') return { ...found, value };
    return { ...found, value: { kind: 'issue', identifier: value.issue.identifier, issue: value.issue } };
  } catch (error) {
    const identifier = identifierIn(typed);
    if (!(error instanceof AppError) || identifier === null) throw error;
    return { value: { kind: 'issue', identifier, issue: null }, asOf: ports.clock.now(), isStale: false };
  }
}

/** Production is not a preview: it shows what everybody has. */
function previewsOf(deployments: readonly Deployment[]): readonly ProjectPreview[] {
  const previews = deployments.filter(({ environment }) => environment !== 'production');
  return [...groupBy(previews, ({ project }) => project).entries()].flatMap(([project, theirs]) => {
    const [newest] = theirs;
    if (newest === undefined) return [];
    const ready = theirs.find(({ state, url }) => state === 'ready' && url !== null) ?? null;
    return [{ project, newest, earlier: ready === newest ? null : ready }];
  });
}
