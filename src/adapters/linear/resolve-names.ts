import * as z from 'zod/mini';
import { AppError } from '../../shared/errors/app-error.ts';
import { page } from './answer-shapes.ts';
import type { Ask } from './ask.ts';
import { there } from './failure.ts';
import { LABEL_CREATE, LABELS_BY_NAME, PROJECTS_BY_NAME } from './write-documents.ts';

const withId = z.object({ id: z.string() });
const labelsAnswer = z.object({
  issueLabels: page(z.object({ id: z.string(), name: z.string(), isGroup: z.boolean(), team: z.nullable(withId) })),
});
const labelAnswer = z.object({ issueLabelCreate: z.object({ success: z.literal(true), issueLabel: withId }) });
const projectsAnswer = z.object({ projects: page(z.object({ id: z.string(), teams: page(withId) })) });

/** The ids of labels for issues of a team; what the team does not have is made, for this team only. */
export async function labelIdsOf(ask: Ask, teamId: string, names: readonly string[]): Promise<readonly string[]> {
  const wanted = eachOnce(names);
  if (wanted.length === 0) return [];
  const known = await knownLabels(ask, teamId, wanted);
  const ids: string[] = [];
  for (const name of wanted) ids.push(known.get(name.toLowerCase()) ?? (await makeLabel(ask, teamId, name)));
  return ids;
}

/** The first spelling of each name counts. */
function eachOnce(names: readonly string[]): readonly string[] {
  const trimmed = names.map((name) => name.trim()).filter((name) => name !== '');
  return trimmed.filter((name, at) => trimmed.findIndex((each) => each.toLowerCase() === name.toLowerCase()) === at);
}

/** Ids by lower-case name. A group only holds other labels; no issue can have it. */
async function knownLabels(ask: Ask, teamId: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const isWanted = { or: names.map((name) => ({ name: { eqIgnoreCase: name } })) };
  const isUsable = { or: [{ team: { id: { eq: teamId } } }, { team: { null: true } }] };
  const answer = await ask(LABELS_BY_NAME, labelsAnswer, { filter: { and: [isWanted, isUsable] } });
  const labels = there(LABELS_BY_NAME, answer).issueLabels.nodes.filter(({ isGroup }) => !isGroup);
  // The team's own label wins over one of the workspace.
  const ownLast = labels.toSorted((a, b) => Number(a.team !== null) - Number(b.team !== null));
  return new Map(ownLast.map(({ id, name }) => [name.toLowerCase(), id]));
}

async function makeLabel(ask: Ask, teamId: string, name: string): Promise<string> {
  try {
    const made = await ask(LABEL_CREATE, labelAnswer, { input: { teamId, name } });
    if (made === null) throw new AppError('LINEAR_NOT_THERE', { facts: { what: 'such team' } });
    return made.issueLabelCreate.issueLabel.id;
  } catch (error) {
    // Somebody was faster, or it was us in an attempt whose answer got lost.
    if (!(error instanceof AppError) || error.code !== 'LINEAR_REFUSED') throw error;
    const id = (await knownLabels(ask, teamId, [name])).get(name.toLowerCase());
    if (id === undefined) throw error;
    return id;
  }
}

/** The id of the team's project with that name; null when there is none. */
export async function projectIdOf(ask: Ask, teamId: string, name: string): Promise<string | null> {
  const answer = await ask(PROJECTS_BY_NAME, projectsAnswer, { name: name.trim() });
  const projects = there(PROJECTS_BY_NAME, answer).projects.nodes;
  return projects.find(({ teams }) => teams.nodes.some(({ id }) => id === teamId))?.id ?? null;
}
