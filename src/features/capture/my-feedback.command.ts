import type { Capture } from '../../ports/captures.ts';
import type { Reply } from '../../ports/chat.ts';
import type { Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { MAX_LISTED, myFeedbackView, notYoursView, toldView } from './my-feedback.view.ts';

const spec: CommandSpec = {
  name: 'my-feedback',
  description: 'What became of what you said: every message of yours that is an issue',
  audience: 'everyone',
  isPrivate: true,
  answers: 'later',
  options: [],
  examples: ['/my-feedback'],
};

/** `/my-feedback`: what was captured of the person who asks, and about which of it they are told. */
export const myFeedback: Command = {
  spec,
  run: (ports, { asker }) => show(ports, asker.userId),
  async press(ports, { asker, id }) {
    const [verb, captureId = ''] = id.split(':');
    const capture = verb === 'tell' ? await ports.captures.byId(captureId) : null;
    if (capture === null) throw unknown();
    if (capture.author.id !== asker.userId) return notYoursView();
    await ports.captures.change(capture.id, { tellsAuthor: true });
    return toldView(capture);
  },
  async pick(ports, { asker, values }) {
    const chosen = new Set(values);
    for (const { id, tellsAuthor } of await ports.captures.ofAuthor(asker.userId, MAX_LISTED))
      if (tellsAuthor !== chosen.has(id)) await ports.captures.change(id, { tellsAuthor: chosen.has(id) });
    return show(ports, asker.userId);
  },
  // The button stands below a message that everybody sees.
  answersBeside: (id) => id.startsWith('tell:'),
};

async function show(ports: FeaturePorts, userId: string): Promise<Reply> {
  const captures = await ports.captures.ofAuthor(userId, MAX_LISTED);
  const { kinds } = await ports.preferences.of(userId);
  const isTold = ({ tellsAuthor }: Capture): boolean => tellsAuthor ?? kinds.feedback !== 'never';
  return myFeedbackView(await Promise.all(captures.map((capture) => asNow(ports, capture))), isTold);
}

/** With the state that its issue has now, as far as the tracker says. */
async function asNow({ tracker }: FeaturePorts, capture: Capture): Promise<Capture> {
  if (capture.state !== 'created' || capture.issue === null) return capture;
  try {
    const now = (await tracker.issue(capture.issue.identifier)).value;
    return now === null ? capture : { ...capture, issue: { ...capture.issue, title: now.title, state: now.state } };
  } catch (error) {
    // What we heard last is worth more than nothing.
    if (error instanceof AppError) return capture;
    throw error;
  }
}

function unknown(): AppError {
  const facts = { problem: 'This button is from an earlier version.', wanted: 'Use /my-feedback.' };
  return new AppError('INPUT_INVALID', { facts });
}
