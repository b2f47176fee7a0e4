import { createHash } from 'node:crypto';
import type { FeaturePorts } from '../../ports/command.ts';
import type { Dated, Person, Priority, TrackerNames } from '../../ports/issue-tracker.ts';
import { personName } from '../../ports/issue-words.ts';
import type { ListQuery } from './list-query.ts';

/**
 * A query with its page, small enough for a button, so that paging goes on after a restart with nothing kept. Names and
 * people are short hashes, found again among those that Linear has; the words to search for stand as they are.
 *
 * `page.team.state.assignee.label.project.priority.text`
 */

/** Discord's 100 characters for a button, less the name of the command and the colon. */
const MAX_TOKEN_CHARS = 100 - 'list-issues:'.length;

/** 36 bits: two of a thousand names fall together once in a hundred thousand workspaces, and then we refuse. */
const HASH_CHARS = 6;

/** Null when the words to search for are too long for a button. */
export function encodeToken(query: ListQuery, page: number): string | null {
  if (query.teamKey !== null && !/^[\w-]+$/.test(query.teamKey)) return null;
  const token = [
    page,
    query.teamKey ?? '',
    query.state === 'open' ? '' : query.state === 'all' ? '*' : hashOf(query.state),
    query.assignee === null ? '' : query.assignee === 'nobody' ? '-' : hashOf(query.assignee.id),
    query.label === null ? '' : hashOf(query.label),
    query.project === null ? '' : hashOf(query.project),
    query.priority ?? '',
    query.text ?? '',
  ].join('.');
  return token.length <= MAX_TOKEN_CHARS ? token : null;
}

interface DecodedToken {
  readonly query: ListQuery;
  readonly page: number;
  readonly sources: readonly Dated<unknown>[];
}

/** Null when it is none of ours, or when a name in it is not in Linear any more. */
export async function decodeToken(ports: FeaturePorts, token: string): Promise<DecodedToken | null> {
  const parts = /^(\d{1,3})\.([\w-]*)\.([\w*-]*)\.([\w-]*)\.([\w-]*)\.([\w-]*)\.([0-4]?)\.([\s\S]*)$/.exec(token);
  if (!parts) return null;
  const [, page = '1', team = '', state = '', assignee = '', label = '', project = '', priority = '', text = ''] =
    parts;
  const isNamed = (state !== '' && state !== '*') || label !== '' || project !== '';
  const names = isNamed ? await ports.tracker.names() : null;
  const people = assignee !== '' && assignee !== '-' ? await ports.tracker.people() : null;
  const found = {
    state: stateFrom(state, names?.value),
    assignee: assigneeFrom(assignee, people?.value),
    label: label === '' ? null : named(names?.value.labels, label),
    project: project === '' ? null : named(names?.value.projects, project),
  };
  const { state: stateName, assignee: who } = found;
  if (stateName === undefined || who === undefined || found.label === undefined || found.project === undefined)
    return null;
  const query: ListQuery = {
    teamKey: team || null,
    state: stateName,
    assignee: who,
    label: found.label,
    project: found.project,
    priority: priority === '' ? null : (Number(priority) as Priority),
    text: text || null,
  };
  return { query, page: Number(page), sources: [names, people].filter((source) => source !== null) };
}

function stateFrom(code: string, names: TrackerNames | undefined): string | undefined {
  if (code === '') return 'open';
  return code === '*' ? 'all' : named(names?.states, code);
}

function assigneeFrom(code: string, people: readonly Person[] | undefined): ListQuery['assignee'] | undefined {
  if (code === '') return null;
  if (code === '-') return 'nobody';
  const person = onlyOne((people ?? []).filter((each) => hashOf(each.id) === code));
  return person && { id: person.id, name: personName(person) };
}

function named(names: readonly string[] | undefined, code: string): string | undefined {
  const once = new Map((names ?? []).map((name) => [name.toLowerCase(), name]));
  return onlyOne([...once.values()].filter((name) => hashOf(name) === code));
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Without case, as names are compared. */
function hashOf(text: string): string {
  return createHash('sha256').update(text.toLowerCase()).digest('base64url').slice(0, HASH_CHARS);
}
