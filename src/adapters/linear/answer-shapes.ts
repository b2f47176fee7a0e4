import * as z from 'zod/mini';
import type { Cycle, Issue, IssueRef, Person, StateType, Team, WorkflowState } from '../../ports/issue-tracker.ts';

/** What Linear's answers look like, piece by piece, read into our own types. Names as in Linear's schema. */

export const STATE_TYPES: ReadonlySet<string> = new Set<StateType>([
  'triage',
  'backlog',
  'unstarted',
  'started',
  'completed',
  'canceled',
  'duplicate',
]);

const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text: string) => new Date(text)),
);
const maybeInstant = z.nullable(instant);

/** A category that Linear adds later is `other`, not an error: the state still has its name. */
const stateType = z.pipe(
  z.string(),
  z.transform((type: string): StateType => (STATE_TYPES.has(type) ? (type as StateType) : 'other')),
);

export const workflowState = z.object({
  name: z.string(),
  type: stateType,
  position: z.number(),
}) satisfies z.ZodMiniType<WorkflowState>;

export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.nullable(z.string()) });

/** A page of a connection. */
export interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: z.infer<typeof pageInfo>;
}

export function page<S extends z.ZodMiniType>(node: S) {
  return z.object({ nodes: z.array(node), pageInfo });
}

export const team = z.object({ id: z.string(), key: z.string(), name: z.string() }) satisfies z.ZodMiniType<Team>;

const refFields = {
  id: z.string(),
  identifier: z.string(),
  title: z.string(),
  url: z.string(),
  trashed: z.nullable(z.boolean()),
  state: workflowState,
};

/** An issue as others point to it, with what decides whether it counts. */
export const linkedIssue = z.object(refFields);
export type LinkedIssue = z.infer<typeof linkedIssue>;

export const label = z.object({ name: z.string() });
export const inverseRelation = z.object({ type: z.string(), issue: linkedIssue });
export type InverseRelation = z.infer<typeof inverseRelation>;

export const issueFields = z.object({
  ...refFields,
  priority: z.literal([0, 1, 2, 3, 4]),
  estimate: z.nullable(z.number()),
  dueDate: z.nullable(z.string()),
  createdAt: instant,
  updatedAt: instant,
  startedAt: maybeInstant,
  completedAt: maybeInstant,
  addedToCycleAt: maybeInstant,
  team: z.object({ key: z.string() }),
  assignee: z.nullable(z.object({ id: z.string(), name: z.string(), displayName: z.string() })),
  project: z.nullable(z.object({ name: z.string() })),
  cycle: z.nullable(z.object({ id: z.string(), number: z.number(), name: z.nullable(z.string()) })),
  labels: page(label),
  inverseRelations: page(inverseRelation),
});
export type IssueFields = z.infer<typeof issueFields>;

const cycleShape = z.object({
  id: z.string(),
  number: z.number(),
  name: z.nullable(z.string()),
  startsAt: instant,
  endsAt: instant,
  completedAt: maybeInstant,
  isActive: z.boolean(),
  isFuture: z.boolean(),
  isNext: z.boolean(),
  isPrevious: z.boolean(),
});

/** Past is what is neither active nor future: also a cycle that was completed before its end date. */
export const cycleFields = z.pipe(
  cycleShape,
  z.transform(({ isActive, isFuture, ...cycle }: z.infer<typeof cycleShape>): Omit<Cycle, 'team'> => {
    return { ...cycle, when: isActive ? 'active' : isFuture ? 'future' : 'past' };
  }),
);

const userShape = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  email: z.string(),
  active: z.boolean(),
  app: z.boolean(),
});

export const person = z.pipe(
  userShape,
  z.transform(({ active, ...fields }: z.infer<typeof userShape>): Person & { readonly app: boolean } => {
    return { ...fields, isActive: active };
  }),
);

export const namedUser = z.object({ name: z.string(), displayName: z.string() });
export const detailFields = z.object({
  ...issueFields.shape,
  description: z.nullable(z.string()),
  creator: z.nullable(namedUser),
  parent: z.nullable(linkedIssue),
  relations: page(z.object({ type: z.string(), relatedIssue: linkedIssue })),
  children: page(linkedIssue),
  attachments: page(z.object({ title: z.string(), url: z.string() })),
  comments: page(z.object({ body: z.string(), createdAt: instant, user: z.nullable(namedUser) })),
});
export type DetailFields = z.infer<typeof detailFields>;

/** The full name, or the short one where there is none. */
export function fullName(user: z.infer<typeof namedUser>): string {
  return user.name.trim() || user.displayName;
}

export function toRef({ identifier, title, url, state }: LinkedIssue): IssueRef {
  return { identifier, title, url, state };
}

/** Those of the relations that hold this issue up now. Direction: `IssueRelation` in Linear's schema. */
export function openBlockers(relations: readonly InverseRelation[]): readonly IssueRef[] {
  return relations.filter(({ type, issue }) => type === 'blocks' && isOpen(issue)).map(({ issue }) => toRef(issue));
}

function isOpen({ state, trashed }: LinkedIssue): boolean {
  return trashed !== true && state.type !== 'completed' && state.type !== 'canceled' && state.type !== 'duplicate';
}

/** Our issue, with as many labels and blockers as came with it. */
export function toIssue(fields: IssueFields): Issue {
  const { labels, inverseRelations, team: ofTeam, project, trashed: _, ...same } = fields;
  return {
    ...same,
    teamKey: ofTeam.key,
    project: project?.name ?? null,
    labels: labels.nodes.map(({ name }) => name),
    blockedBy: openBlockers(inverseRelations.nodes),
  };
}
