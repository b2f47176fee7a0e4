import type { Reply } from '../../ports/chat.ts';
import type { Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../ports/preferences.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { readTimes, silenced, type TypedTimes, withKinds } from './my-notifications.ts';
import { preferencesView, problemsView, timesForm } from './my-notifications.view.ts';

const spec: CommandSpec = {
  name: 'my-notifications',
  description: 'What the bot tells you in direct messages, and when',
  audience: 'everyone',
  isPrivate: true,
  answers: 'later',
  options: [],
  examples: ['/my-notifications'],
};

/** `/my-notifications`: each member chooses what they hear of, at once, in a daily summary or not at all. */
export const myNotifications: Command = {
  spec,
  run: async (ports, { asker }) => show(ports, asker.userId, await ports.preferences.of(asker.userId)),
  async press(ports, { asker, id }) {
    const before = await ports.preferences.of(asker.userId);
    switch (id) {
      case 'usual':
        return save(ports, asker.userId, { ...before, kinds: DEFAULT_PREFERENCES.kinds });
      case 'off':
        return save(ports, asker.userId, silenced(before));
      default:
        return show(ports, asker.userId, before);
    }
  },
  async pick(ports, { asker, id, values }) {
    if (id !== 'now' && id !== 'summary') throw unknownList();
    const before = await ports.preferences.of(asker.userId);
    return save(ports, asker.userId, withKinds(before, id, values));
  },
  async form(ports, asked) {
    if (asked.kind !== 'press' || asked.request.id !== 'times') return null;
    return timesForm(await ports.preferences.of(asked.request.asker.userId));
  },
  async submit(ports, { asker, texts }) {
    const typed: TypedTimes = {
      timeZone: texts['timeZone'] ?? '',
      quietFrom: texts['quietFrom'] ?? '',
      quietUntil: texts['quietUntil'] ?? '',
      summaryAt: texts['summaryAt'] ?? '',
    };
    const read = readTimes(typed);
    if (read.kind === 'problems') return problemsView(read.problems, typed);
    return save(ports, asker.userId, { ...(await ports.preferences.of(asker.userId)), ...read.times });
  },
};

function unknownList(): AppError {
  const facts = { problem: 'This list is from an earlier version.', wanted: 'Use /my-notifications again.' };
  return new AppError('INPUT_INVALID', { facts });
}

async function save(ports: FeaturePorts, userId: string, preferences: Preferences): Promise<Reply> {
  await ports.preferences.save(userId, preferences, ports.clock.now());
  const reply = await show(ports, userId, preferences);
  return { ...reply, text: '✅ Saved.' };
}

async function show(ports: FeaturePorts, userId: string, preferences: Preferences): Promise<Reply> {
  const isConnected = (await ports.links.ofDiscordUser(userId)) !== null;
  return preferencesView(preferences, { now: ports.clock.now(), isConnected });
}
