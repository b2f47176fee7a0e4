import type { Reply, Select } from '../../ports/chat.ts';
import type { Asker, Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import { ISSUE_OPTION, suggestIssues } from '../../ports/find-issue.ts';
import type { Person } from '../../ports/issue-tracker.ts';
import { personName } from '../../ports/issue-words.ts';
import { choice, suggestions } from '../../ports/suggestions.ts';
import { oneLine, safeLine } from '../../shared/text/markdown.ts';
import { matching } from '../../shared/text/nearest.ts';
import { clip } from '../../shared/text/words.ts';
import { assign, ME, NOBODY } from './assign.ts';
import { assignView } from './change-issue.view.ts';

/** Discord takes 25 options; two of them are the asker and nobody. */
const MAX_PEOPLE = 23;
const PICK = 'to:';

const spec: CommandSpec = {
  name: 'assign',
  description: 'Give an issue to somebody, take it yourself, or let go of it',
  audience: 'developer',
  isPrivate: false,
  answers: 'later',
  options: [
    ISSUE_OPTION,
    {
      name: 'person',
      description: 'A name in Linear, "me" or "nobody"; left out: you',
      type: 'text',
      hasSuggestions: true,
    },
    { name: 'member', description: 'A member of this server, connected to Linear with /connect', type: 'member' },
  ],
  examples: ['/assign issue:ENG-12', '/assign issue:ENG-12 person:Ada Lovelace', '/assign issue:ENG-12 person:nobody'],
};

/** `/assign` and the button on the card of an issue. */
export const assignCommand: Command = {
  spec,

  run: async (ports, request) => {
    const { issue = '', person = '', member = '' } = request.options;
    const typed = { issue: String(issue), person: String(person), memberId: String(member) };
    return assignView(await assign(ports, request, typed));
  },

  press: async (ports, { asker, id }) => peopleToPick(ports, asker, id),

  pick: async (ports, request) => {
    const [person = ''] = request.values;
    const typed = { issue: request.id.slice(PICK.length), person, memberId: '' };
    return assignView(await assign(ports, request, typed));
  },

  // The card belongs to all who look at it; the list of people to the one who asked for it.
  answersBeside: (id) => !id.startsWith(PICK),

  suggest: (ports, { option, typed, asker }) =>
    option === 'person' ? suggestPeople(ports, asker, typed) : suggestIssues(ports, typed),
};

async function peopleToPick(ports: Pick<FeaturePorts, 'tracker' | 'links'>, asker: Asker, id: string): Promise<Reply> {
  const people = byName((await ports.tracker.people()).value);
  const own = await ports.links.ofDiscordUser(asker.userId);
  const others = people.filter((person) => person.id !== own?.trackerUserId);
  const select: Select = {
    kind: 'select',
    id: `assign:${PICK}${id}`,
    placeholder: 'Who?',
    options: [
      ...(own ? [{ label: fit(`Me (${own.trackerName})`), value: ME }] : []),
      { label: 'Nobody', value: NOBODY },
      ...others
        .slice(0, MAX_PEOPLE)
        .map((person) => ({ label: fit(personName(person)), value: person.id, description: fit(person.displayName) })),
    ],
    min: 1,
    max: 1,
  };
  const rest = others.length > MAX_PEOPLE ? ` For the other ${others.length - MAX_PEOPLE} people use \`/assign\`.` : '';
  return { text: `Who is to have **${safeLine(id)}**?${rest}`, selects: [select] };
}

async function suggestPeople(ports: Pick<FeaturePorts, 'tracker' | 'links'>, asker: Asker, typed: string) {
  return suggestions(typed, async () => {
    const own = await ports.links.ofDiscordUser(asker.userId);
    const people = (await ports.tracker.people()).value;
    const words = typed.trim().toLowerCase();
    const special = [...(own ? [choice(`me (${own.trackerName})`, ME)] : []), { name: 'nobody', value: NOBODY }].filter(
      ({ value }) => value.startsWith(words),
    );
    const found = matching(people, typed, ({ name, displayName }) => [name, displayName]);
    return [...special, ...found.map((person) => choice(`${personName(person)} (${person.displayName})`, person.id))];
  });
}

/** What Discord takes as a label. */
function fit(text: string): string {
  return clip(oneLine(text), 100);
}

function byName(people: readonly Person[]): readonly Person[] {
  return people.toSorted((a, b) => personName(a).localeCompare(personName(b), 'en', { sensitivity: 'base' }));
}
