import type { Command, CommandSpec } from '../../ports/command.ts';
import { findIssue, ISSUE_OPTION, issueNotFoundView, suggestIssues } from '../../ports/find-issue.ts';
import { showIssueView } from './show-issue.view.ts';

const spec: CommandSpec = {
  name: 'show-issue',
  description: 'One issue: state, who has it, what blocks it, the latest comment',
  audience: 'stakeholder',
  isPrivate: false,
  answers: 'later',
  options: [ISSUE_OPTION],
  examples: ['/show-issue issue:ENG-12'],
};

/** `/show-issue`: one issue in detail. */
export const showIssue: Command = {
  spec,

  async run(ports, { options }) {
    const found = await findIssue(ports, String(options.issue ?? ''));
    const { value } = found;
    if (value.kind === 'not-found') return issueNotFoundView({ ...found, value }, spec.name);
    return showIssueView({ ...found, value: value.issue }, ports.clock.now());
  },

  suggest: (ports, { typed }) => suggestIssues(ports, typed),
};
