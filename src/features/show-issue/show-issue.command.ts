import type { Command, CommandSpec } from '../../ports/command.ts';
import { choice, suggestions } from '../../ports/suggestions.ts';
import { findIssue } from './show-issue.ts';
import { issueNotFoundView, showIssueView } from './show-issue.view.ts';

const MAX_SUGGESTIONS = 25;

const spec: CommandSpec = {
  name: 'show-issue',
  description: 'One issue: state, who has it, what blocks it, the latest comment',
  audience: 'stakeholder',
  isPrivate: false,
  answers: 'later',
  options: [
    {
      name: 'issue',
      description: 'The identifier, such as ENG-12, a link to it, or words of its title',
      type: 'text',
      isRequired: true,
      hasSuggestions: true,
    },
  ],
  examples: ['/show-issue issue:ENG-12'],
};

/** `/show-issue`: one issue in detail. */
export const showIssue: Command = {
  spec,

  async run(ports, { options }) {
    const found = await findIssue(ports, String(options.issue ?? ''));
    const { value } = found;
    if (value.kind === 'not-found') return issueNotFoundView({ ...found, value });
    return showIssueView({ ...found, value: value.issue }, ports.clock.now());
  },

  suggest: (ports, { typed }) =>
    suggestions(typed, async () => {
      const { value } = await ports.tracker.suggestIssues(typed.trim(), MAX_SUGGESTIONS);
      return value.map((issue) =>
        choice(`${issue.identifier} · ${issue.title} · ${issue.state.name}`, issue.identifier),
      );
    }),
};
