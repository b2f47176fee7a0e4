import type { Capture } from '../../src/ports/captures.ts';
import type {
  Asker,
  Audience,
  CommandRequest,
  CommandSpec,
  FeaturePorts,
  PickRequest,
  PressRequest,
  SubmitRequest,
} from '../../src/ports/command.ts';
import type { SecretScanner } from '../../src/ports/secret-scanner.ts';
import type { WatchedSprint } from '../../src/ports/sprint-watch.ts';
import type { Link } from '../../src/ports/store.ts';
import type { ChannelRule } from '../../src/shared/channel-rule.ts';
import { fixedClock } from '../../src/shared/clock.ts';
import type { DigestPlan } from '../../src/shared/digest-plan.ts';
import type { ServiceHealth } from '../../src/shared/health-board.ts';
import { FakeCaptureStore } from './fake-capture-store.ts';
import { FakeChat } from './fake-chat.ts';
import { FakeIssueTracker } from './fake-issue-tracker.ts';
import { FakeLater } from './fake-later.ts';
import { FakeLinkStore } from './fake-link-store.ts';
import { FakePreferenceStore } from './fake-preference-store.ts';
import { FakeCodeWork, FakeMovements } from './fake-work-memory.ts';
import type { Workspace } from './workspace.ts';

/** A Wednesday. */
const NOW = '2026-08-12T10:00:00Z';

/** Everything a feature can reach, in memory, with a clock that stands still. */
export function featurePorts(
  workspace: Workspace,
  more: {
    readonly links?: readonly Link[];
    readonly defaultTeam?: string | null;
    readonly channels?: readonly ChannelRule[];
    readonly watched?: readonly WatchedSprint[];
    readonly captures?: readonly Capture[];
    readonly secrets?: SecretScanner;
    /** Who may act by reactions, by user id. */
    readonly askers?: ReadonlyMap<string, Asker>;
    readonly digests?: readonly DigestPlan[];
    readonly commands?: readonly CommandSpec[];
    readonly services?: readonly ServiceHealth[];
  } = {},
): FeaturePorts & {
  readonly tracker: FakeIssueTracker;
  readonly links: FakeLinkStore;
  readonly chat: FakeChat;
  readonly captures: FakeCaptureStore;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly preferences: FakePreferenceStore;
  readonly movements: FakeMovements;
  readonly codeWork: FakeCodeWork;
  readonly later: FakeLater;
} {
  const clock = fixedClock(NOW);
  return {
    tracker: new FakeIssueTracker(workspace, clock),
    links: new FakeLinkStore(more.links),
    preferences: new FakePreferenceStore(),
    movements: new FakeMovements(),
    codeWork: new FakeCodeWork(),
    digests: more.digests ?? [],
    later: new FakeLater(),
    sprintWatch: { of: async (teamId) => more.watched?.find((one) => one.teamId === teamId) ?? null },
    channels: more.channels ?? [],
    captures: new FakeCaptureStore(more.captures),
    secrets: more.secrets ?? { scan: () => Promise.resolve([]) },
    askerOf: (_guildId, userId) => Promise.resolve(more.askers?.get(userId) ?? null),
    chat: new FakeChat(() => clock.now()),
    said: { messageOf: () => Promise.resolve(null), tagOf: () => Promise.resolve(null) },
    clock,
    commands: () => more.commands ?? [],
    services: () => more.services ?? [],
    about: { version: '1.2.3', startedAt: new Date('2026-08-10T08:00:00Z') },
    defaultTeam: more.defaultTeam ?? null,
  };
}

interface AskerSeed {
  readonly userId?: string;
  readonly name?: string;
  readonly audiences?: readonly Audience[];
}

const asker = (seed: AskerSeed) => ({
  userId: seed.userId ?? '1001',
  name: seed.name ?? 'Ada',
  audiences: new Set(seed.audiences ?? (['everyone', 'stakeholder'] as const)),
});

/** Somebody typed a command with these options. */
export function request(options: CommandRequest['options'] = {}, seed: AskerSeed = {}): CommandRequest {
  return {
    asker: asker(seed),
    guildId: '1',
    channelId: '2',
    reference: 'REF00001',
    interactionId: '900000000000000001',
    options,
  };
}

/** Somebody is typing an option. */
export function typing(
  option: string,
  typed: string,
  options: CommandRequest['options'] = {},
  seed: AskerSeed = {},
): CommandRequest & { readonly option: string; readonly typed: string } {
  return { ...request(options, seed), option, typed };
}

/** Somebody pressed the button with this id (without the command's name). */
export function pressing(id: string, seed: AskerSeed = {}): PressRequest {
  return {
    asker: asker(seed),
    guildId: '1',
    channelId: '2',
    reference: 'REF00001',
    interactionId: '900000000000000001',
    id,
  };
}

/** Somebody chose these values in the select with this id. */
export function picking(id: string, values: readonly string[], seed: AskerSeed = {}): PickRequest {
  return { ...pressing(id, seed), values };
}

/** Somebody filled in and sent the form with this id. */
export function submitting(id: string, texts: SubmitRequest['texts'], seed: AskerSeed = {}): SubmitRequest {
  return { ...pressing(id, seed), texts, choices: {} };
}

/** A link between a member and the person with that short name. */
export function link(discordUserId: string, short: string, name: string): Link {
  return {
    discordUserId,
    trackerUserId: `person-${short}`,
    trackerName: name,
    linkedAt: new Date('2026-07-01T09:00:00Z'),
    linkedBy: discordUserId,
  };
}
