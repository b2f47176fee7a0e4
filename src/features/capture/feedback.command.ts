import type { Form, Reply } from '../../ports/chat.ts';
import type { Command, CommandSpec, FeaturePorts, MessageMenuRequest, PressRequest } from '../../ports/command.ts';
import type { Priority } from '../../ports/issue-tracker.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { stableUuid } from '../../shared/ids.ts';
import { accept } from './accept.ts';
import { captureIdOf, prepare } from './capture.ts';
import { blockedView, keepsView, knownView, undoneView } from './capture.view.ts';
import { saidIn } from './draft-issue.ts';
import { setPriority } from './set-priority.ts';
import { undo } from './undo.ts';

const spec: CommandSpec = {
  name: 'feedback',
  description: 'Make an issue of what you want to say, or of a message',
  audience: 'stakeholder',
  isPrivate: true,
  answers: 'later',
  options: [{ name: 'text', description: 'What you want to say; a form opens without it', type: 'text' }],
  examples: ['/feedback', '/feedback text:The export forgets the last column'],
  menu: 'message',
  menuName: 'Create Linear issue',
};

/** `/feedback`, the menu of messages, and the buttons below what was captured. */
export const feedback: Command = {
  spec,
  form: (_, asked) =>
    asked.kind === 'command' && textOf(asked.request.options['text']) === '' ? feedbackForm() : null,
  run: (ports, request) => say(ports, request, { title: null, text: textOf(request.options['text']) }),
  submit: (ports, request) =>
    say(ports, request, { title: textOf(request.texts['title']) || null, text: textOf(request.texts['text']) }),
  runOnMessage: (ports, request) => captureMessage(ports, request),
  press: (ports, request) => pressed(ports, request),
};

function feedbackForm(): Form {
  return {
    id: 'feedback:new',
    title: 'Feedback',
    fields: [
      {
        id: 'text',
        label: 'What do you want to say?',
        description: 'What you did, what you expected, what happened instead',
        kind: 'long',
        isRequired: true,
        maxChars: 4_000,
      },
      {
        id: 'title',
        label: 'In one line',
        description: 'Becomes the title of the issue; otherwise your first line does',
        kind: 'short',
        isRequired: false,
        maxChars: 100,
      },
    ],
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

async function say(
  ports: FeaturePorts,
  { asker, channelId, interactionId, reference }: Omit<PressRequest, 'id'>,
  { title, text }: { readonly title: string | null; readonly text: string },
): Promise<Reply> {
  if (text === '')
    throw new AppError('INPUT_INVALID', { facts: { problem: 'There is no text.', wanted: 'Say what it is about.' } });
  const said = {
    title,
    text,
    author: asker.name,
    at: ports.clock.now(),
    url: null,
    threadName: null,
    replyTo: null,
    files: [],
    capturedBy: null,
  };
  const { userId } = asker;
  const who = { author: { id: userId, isBot: false }, capturedBy: userId, reference };
  const id = stableUuid(`feedback ${interactionId}`);
  return accept(ports, await prepare(ports, { id, said, message: null, channelIds: [channelId], ...who }));
}

async function captureMessage(ports: FeaturePorts, request: MessageMenuRequest): Promise<Reply> {
  const { target, asker, reference } = request;
  const before = await ports.captures.ofMessage(target.id);
  if (before?.state === 'created') return knownView(before);
  const { id: messageId, channelId, parentId, url, author } = target;
  const prepared = await prepare(ports, {
    id: before?.state === 'undone' ? captureIdOf(messageId, before) : (before?.id ?? captureIdOf(messageId, null)),
    said: saidIn(target, { id: asker.userId, name: asker.name }),
    message: { id: messageId, channelId, url },
    channelIds: [channelId, parentId],
    author,
    capturedBy: asker.userId,
    reference,
  });
  return prepared.kind === 'blocked' ? blockedView(prepared.found, url) : accept(ports, prepared);
}

async function pressed(ports: FeaturePorts, { id, asker }: PressRequest): Promise<Reply> {
  const [verb, captureId = '', value] = id.split(':');
  const capture = await ports.captures.byId(captureId);
  if (capture === null) throw unknown();
  if (capture.state === 'undone') return undoneView(capture.issue);
  switch (verb) {
    case 'priority':
      return keepsView(await setPriority(ports, capture, priorityIn(value)));
    case 'undo':
      return undo(ports, capture, asker);
    case 'keep':
      return keepsView(capture);
    default:
      throw unknown();
  }
}

function priorityIn(value: string | undefined): Priority {
  const number = Number(value);
  if (number === 1 || number === 2 || number === 3 || number === 4) return number;
  throw unknown();
}

function unknown(): AppError {
  const facts = { problem: 'This button is from an earlier version.', wanted: 'Capture the message again.' };
  return new AppError('INPUT_INVALID', { facts });
}
