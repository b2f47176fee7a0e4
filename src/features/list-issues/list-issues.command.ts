import type { Choice } from '../../ports/chat.ts';
import type { Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import type { Dated } from '../../ports/issue-tracker.ts';
import { datedBy, personName } from '../../ports/issue-words.ts';
import { choice, suggestions } from '../../ports/suggestions.ts';
import { matching } from '../../shared/text/nearest.ts';
import { listGoneView, listIssuesView, listProblemView } from './list-issues.view.ts';
import { readPage } from './list-page.ts';
import { filterOf, type ListQuery, readQuery } from './list-query.ts';
import { decodeToken } from './list-token.ts';

const spec: CommandSpec = {
  name: 'list-issues',
  description: 'Issues by state, person, label, project, priority or words, ten a page',
  audience: 'stakeholder',
  isPrivate: false,
  answers: 'later',
  options: [
    {
      name: 'state',
      description: 'open (when you leave it out), all, or a state of your teams',
      type: 'text',
      hasSuggestions: true,
    },
    { name: 'assignee', description: 'me, nobody, or a person', type: 'text', hasSuggestions: true },
    { name: 'label', description: 'Only issues with this label', type: 'text', hasSuggestions: true },
    { name: 'project', description: 'Only issues of this project', type: 'text', hasSuggestions: true },
    {
      name: 'priority',
      description: 'Only issues of this priority',
      type: 'text',
      choices: ['urgent', 'high', 'medium', 'low', 'none'].map((word) => ({
        name: word === 'none' ? 'no priority' : word,
        value: word,
      })),
    },
    { name: 'text', description: 'Words in the title or the description', type: 'text' },
    { name: 'team', description: 'A team by key or name, or all', type: 'text', hasSuggestions: true },
  ],
  examples: ['/list-issues', '/list-issues assignee:me', '/list-issues state:Todo priority:urgent'],
};

/** `/list-issues`: issues by filter, with buttons for the pages. */
export const listIssues: Command = {
  spec,

  async run(ports, { options, asker }) {
    const outcome = await readQuery(ports, options, asker.userId);
    return outcome.kind === 'query' ? pageReply(ports, outcome, 1) : listProblemView(outcome);
  },

  async press(ports, { id }) {
    const decoded = await decodeToken(ports, id);
    return decoded === null ? listGoneView() : pageReply(ports, decoded, decoded.page);
  },

  suggest: (ports, { option, typed }) =>
    suggestions(typed, async () => matching(await namesFor(ports, option), typed, (each) => [each.name])),
};

async function pageReply(
  ports: FeaturePorts,
  { query, sources }: { readonly query: ListQuery; readonly sources: readonly Dated<unknown>[] },
  page: number,
) {
  const read = await readPage(ports.tracker, filterOf(query), page);
  return listIssuesView(datedBy([...sources, read], read.value), query, ports.clock.now());
}

async function namesFor(ports: FeaturePorts, option: string): Promise<readonly Choice[]> {
  switch (option) {
    case 'state':
      return words(['open', 'all', ...(await ports.tracker.names()).value.states]);
    case 'assignee': {
      const { value: people } = await ports.tracker.people();
      return [
        ...words(['me', 'nobody']),
        ...people.map((person) => choice(`${personName(person)} (${person.displayName})`, person.id)),
      ];
    }
    case 'label':
      return words((await ports.tracker.names()).value.labels);
    case 'project':
      return words((await ports.tracker.names()).value.projects);
    case 'team':
      return [
        ...words(['all']),
        ...(await ports.tracker.teams()).value.map((team) => choice(`${team.key} · ${team.name}`, team.key)),
      ];
    default:
      return [];
  }
}

function words(names: readonly string[]): Choice[] {
  return names.map((name) => choice(name, name));
}
