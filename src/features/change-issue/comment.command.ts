import type { Form } from '../../ports/chat.ts';
import type { Command, CommandSpec } from '../../ports/command.ts';
import { ISSUE_OPTION, identifierIn, suggestIssues } from '../../ports/find-issue.ts';
import { commentView } from './change-issue.view.ts';
import { comment } from './comment.ts';

const MAX_COMMENT_CHARS = 4_000;
const TEXT = 'text';

const spec: CommandSpec = {
  name: 'comment',
  description: 'Comment on an issue in Linear, under your name',
  audience: 'stakeholder',
  isPrivate: false,
  answers: 'later',
  options: [
    ISSUE_OPTION,
    { name: TEXT, description: 'What you want to say; left out, a window opens to write it in', type: 'text' },
  ],
  examples: ['/comment issue:ENG-12 text:Works for me, thank you!', '/comment issue:ENG-12'],
};

/** `/comment` and the button on the card of an issue. */
export const commentCommand: Command = {
  spec,

  form(_ports, { kind, request }) {
    if (kind === 'press') return commentForm(request.id);
    if (kind !== 'command' || String(request.options[TEXT] ?? '').trim() !== '') return null;
    // Only what names an issue can be shown in the window; the rest is answered with what comes close.
    const identifier = identifierIn(String(request.options['issue'] ?? ''));
    return identifier === null ? null : commentForm(identifier);
  },

  run: async (ports, request) => {
    const { issue = '', text = '' } = request.options;
    return commentView(await comment(ports, request, { issue: String(issue), text: String(text) }));
  },

  submit: async (ports, request) =>
    commentView(await comment(ports, request, { issue: request.id, text: request.texts[TEXT] ?? '' })),

  // Of a button the card stays as it is: it belongs to all who look at it.
  answersBeside: () => true,

  suggest: (ports, { typed }) => suggestIssues(ports, typed),
};

function commentForm(identifier: string): Form {
  return {
    id: `comment:${identifier}`,
    title: `Comment on ${identifier}`.slice(0, 45),
    fields: [
      {
        id: TEXT,
        label: 'What do you want to say?',
        description: 'It is posted in Linear with your name. Markdown works.',
        kind: 'long',
        isRequired: true,
        maxChars: MAX_COMMENT_CHARS,
      },
    ],
  };
}
