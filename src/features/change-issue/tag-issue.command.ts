import type { Reply, Select } from '../../ports/chat.ts';
import type { Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import { findIssue, ISSUE_OPTION, issueNotFoundView, suggestIssues } from '../../ports/find-issue.ts';
import { choice, suggestions } from '../../ports/suggestions.ts';
import { inlineCode, safeLine } from '../../shared/text/markdown.ts';
import { matching } from '../../shared/text/nearest.ts';
import { tagView } from './change-issue.view.ts';
import { tagIssue } from './tag-issue.ts';

/** What Discord takes in one list. */
const MAX_OPTIONS = 25;
const ADD = 'add:';
const REMOVE = 'drop:';

const spec: CommandSpec = {
  name: 'tag-issue',
  description: 'Put a label on an issue, or take it away',
  audience: 'developer',
  isPrivate: false,
  answers: 'later',
  options: [
    ISSUE_OPTION,
    { name: 'label', description: 'The name of the label', type: 'text', isRequired: true, hasSuggestions: true },
    { name: 'remove', description: 'Take it away instead', type: 'yes-no' },
    { name: 'create', description: 'Make the label when Linear does not have it', type: 'yes-no' },
  ],
  examples: ['/tag-issue issue:ENG-12 label:Bug', '/tag-issue issue:ENG-12 label:Bug remove:True'],
};

/** `/tag-issue` and the button on the card of an issue. */
export const tagIssueCommand: Command = {
  spec,

  run: async (ports, { options }) => {
    const { issue = '', label = '', remove, create } = options;
    const names = [String(label)];
    const isRemoval = remove === true;
    const wish = { add: isRemoval ? [] : names, remove: isRemoval ? names : [], mayCreate: create === true };
    return tagView(await tagIssue(ports, { issue: String(issue), ...wish }));
  },

  press: async (ports, { id }) => labelsToPick(ports, id),

  pick: async (ports, { id, values }) => {
    const isRemoval = id.startsWith(REMOVE);
    const issue = id.slice((isRemoval ? REMOVE : ADD).length);
    const wish = { add: isRemoval ? [] : values, remove: isRemoval ? values : [], mayCreate: false };
    return tagView(await tagIssue(ports, { issue, ...wish }));
  },

  // The card belongs to all who look at it; the lists of labels to the one who asked for them.
  answersBeside: (id) => !id.startsWith(ADD) && !id.startsWith(REMOVE),

  suggest: (ports, { option, typed }) =>
    option === 'label'
      ? suggestions(typed, async () => {
          const { labels } = (await ports.tracker.names()).value;
          return matching(labels, typed, (name) => [name]).map((name) => choice(name, name));
        })
      : suggestIssues(ports, typed),
};

async function labelsToPick(ports: Pick<FeaturePorts, 'tracker'>, id: string): Promise<Reply> {
  const found = await findIssue(ports, id);
  if (found.value.kind === 'not-found') return issueNotFoundView({ ...found, value: found.value }, 'tag-issue');
  const { labels: own, identifier } = found.value.issue;
  const has = new Set(own.map((name) => name.toLowerCase()));
  const others = (await ports.tracker.names()).value.labels.filter((name) => !has.has(name.toLowerCase()));
  const selects = [
    ...listOf(others, { id: `${ADD}${identifier}`, placeholder: 'Add labels' }),
    ...listOf(own, { id: `${REMOVE}${identifier}`, placeholder: 'Take labels away' }),
  ];
  const command = inlineCode(`/tag-issue issue:${identifier}`);
  if (selects.length === 0)
    return { text: `Linear has no labels yet; ${command} with ${inlineCode('create:True')} makes one.` };
  const rest =
    others.length > MAX_OPTIONS ? ` There are ${others.length - MAX_OPTIONS} more: ${command} finds them.` : '';
  return { text: `The labels of **${safeLine(identifier)}**.${rest}`, selects };
}

function listOf(names: readonly string[], { id, placeholder }: { id: string; placeholder: string }): readonly Select[] {
  // A value comes back as it is, so one that Discord would cut cannot be in the list.
  const usable = names.filter((name) => name.length <= 100).slice(0, MAX_OPTIONS);
  if (usable.length === 0) return [];
  const options = usable.map((name) => ({ label: name, value: name }));
  return [{ kind: 'select', id: `tag-issue:${id}`, placeholder, options, min: 1, max: usable.length }];
}
