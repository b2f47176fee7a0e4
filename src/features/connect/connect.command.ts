import type { Command, CommandSpec } from '../../ports/command.ts';
import { personName } from '../../ports/issue-words.ts';
import { choice, suggestions } from '../../ports/suggestions.ts';
import { matching } from '../../shared/text/nearest.ts';
import { connect, namesOf, pressConnect } from './connect.ts';
import { connectView } from './connect.view.ts';

const spec: CommandSpec = {
  name: 'connect',
  description: 'Say who you are in Linear, see it, or undo it',
  audience: 'stakeholder',
  isPrivate: true,
  answers: 'later',
  options: [
    { name: 'person', description: 'Your name in Linear', type: 'text', hasSuggestions: true },
    { name: 'member', description: 'For administrators: connect this member instead of yourself', type: 'member' },
  ],
  examples: ['/connect', '/connect person:Ada Lovelace'],
};

/** `/connect`: ties a member of the server to a person in Linear, one to one. */
export const connectCommand: Command = {
  spec,

  run: async (ports, { asker, options }) =>
    connectView(
      await connect(ports, asker, { person: String(options.person ?? ''), memberId: String(options.member ?? '') }),
    ),

  press: async (ports, { asker, id }) => connectView(await pressConnect(ports, asker, id)),

  suggest: (ports, { typed, asker }) =>
    suggestions(typed, async () => {
      const [{ value: people }, links] = [await ports.tracker.people(), await ports.links.all()];
      const holders = new Map(links.map((link) => [link.trackerUserId, link.discordUserId]));
      const matches = matching(people, typed, namesOf);
      const isTaken = (id: string) => holders.has(id) && holders.get(id) !== asker.userId;
      return [
        ...matches.filter((person) => !isTaken(person.id)),
        ...matches.filter((person) => isTaken(person.id)),
      ].map((person) => {
        const mark = isTaken(person.id) ? ' · taken' : holders.has(person.id) ? ' · you' : '';
        return choice(`${personName(person)} (${person.displayName})${mark}`, person.id);
      });
    }),
};
