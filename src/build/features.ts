import { secretlintScanner } from '../adapters/secretlint/secret-scanner.ts';
import { askerFinder } from '../bot/asker-of.ts';
import { COMMANDS } from '../features/registry.ts';
import type { FeaturePorts } from '../ports/command.ts';
import type { Floor } from './floor.ts';

/** Everything that a feature can reach. `onLater`: there is new work in the inbox. */
export function featurePorts(floor: Floor, onLater: () => void): FeaturePorts {
  const { settings, version, startedAt, clock, health, store, tracker, discord } = floor;
  return {
    tracker,
    links: store.links,
    chat: discord.chat,
    said: store.outbox,
    preferences: store.preferences,
    sprintWatch: store.sprintWatch,
    movements: store.movements,
    codeWork: store.codeWork,
    digests: settings.digests,
    later: {
      async receive(deliveries) {
        const areNew = await store.inbox.receive(deliveries);
        onLater();
        return areNew;
      },
    },
    channels: settings.channels,
    captures: store.captures,
    secrets: secretlintScanner(),
    askerOf: askerFinder({
      chat: discord.chat,
      names: discord.roles,
      roleMap: settings.roles,
      onlyGuildId: settings.discord.guildId,
    }),
    clock,
    commands: () => COMMANDS.map(({ spec }) => spec),
    services: () => health.all(),
    about: { version, startedAt },
    defaultTeam: settings.linear.defaultTeam,
  };
}
