import type { Reply } from '../../ports/chat.ts';
import type { Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import { ISSUE_OPTION, issueNotFoundView, suggestIssues } from '../../ports/find-issue.ts';
import { findPreview } from './preview.ts';
import { previewView } from './preview.view.ts';

const spec: CommandSpec = {
  name: 'preview',
  description: 'Where the work on an issue can be looked at before it is released',
  audience: 'stakeholder',
  isPrivate: false,
  answers: 'later',
  options: [ISSUE_OPTION],
  examples: ['/preview issue:ENG-12'],
};

/** `/preview`: the deployments that belong to an issue. */
export const preview: Command = {
  spec,
  run: (ports, { options }) => show(ports, String(options.issue ?? '')),
  suggest: (ports, { typed }) => suggestIssues(ports, typed),
  press: (ports, { id }) => show(ports, id.replace(/^again:/, '')),
};

async function show(ports: FeaturePorts, typed: string): Promise<Reply> {
  const found = await findPreview(ports, typed);
  const { value } = found;
  if (value.kind === 'not-found') return issueNotFoundView({ ...found, value }, 'preview');
  return previewView({ ...found, value });
}
