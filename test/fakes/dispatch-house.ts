import { Dispatcher } from '../../src/bot/dispatch.ts';
import { makeGuard } from '../../src/bot/guard.ts';
import { Journal } from '../../src/bot/journal.ts';
import { RateLimiter } from '../../src/bot/rate-limit.ts';
import type { Reply } from '../../src/ports/chat.ts';
import type { Command, CommandSpec, FeaturePorts } from '../../src/ports/command.ts';
import type { IncomingCommand, IncomingPress } from '../../src/ports/incoming.ts';
import type { Log, LogFields } from '../../src/ports/log.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import type { RoleNames } from '../../src/ports/roles.ts';
import type { GatewayCommit, GatewayStore } from '../../src/ports/store.ts';
import { fixedClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';

const clock = fixedClock('2026-01-05T09:00:00Z');

/** A command that anybody may use, but for what is given. */
export const command = (more: Partial<CommandSpec>, run: Command['run'], press?: Command['press']): Command => ({
  spec: {
    name: 'x',
    description: 'x',
    audience: 'everyone',
    isPrivate: false,
    answers: 'later',
    options: [],
    examples: [],
    ...more,
  },
  run,
  ...(press ? { press } : {}),
});

/** Somebody typed a command or pressed a button. */
export const incoming = (
  name: string,
  more: Partial<{ id: string; kind: 'command' | 'press'; roleIds: string[] }> = {},
): IncomingCommand | IncomingPress => {
  const { id = '100', kind = 'command', roleIds = [] } = more;
  const member = { userId: '1', name: 'Ada', roleIds, isAdministrator: false };
  const base = {
    id,
    receivedAt: clock.now(),
    createdAt: clock.now(),
    member,
    guildId: '9',
    channelId: '8',
    command: name,
  };
  return kind === 'command' ? { ...base, kind, options: {} } : { ...base, kind, buttonId: 'again' };
};

/** A dispatcher with real guard and journal; what reaches the store and the log is kept. */
export function house(
  commands: readonly Command[],
  world: { finishedBefore?: readonly string[]; burst?: number; roleNames?: RoleNames } = {},
) {
  const { finishedBefore = [], burst = 50 } = world;
  const commits: GatewayCommit[] = [];
  const logged: { event: string; fields: LogFields }[] = [];
  const keep = (event: string, fields: LogFields = {}): void => void logged.push({ event, fields });
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  const gateway = {
    seen: (ids: readonly string[]) =>
      Promise.resolve(new Map(ids.filter((id) => finishedBefore.includes(id)).map((id) => [id, 'done' as const]))),
    commit: (step: GatewayCommit) => {
      commits.push(step);
      return Promise.resolve({ kind: 'committed' as const, known: new Set<string>() });
    },
  } as unknown as GatewayStore;
  const journal = new Journal(1, {
    gateway,
    log,
    metrics: noMetrics,
    health: new HealthBoard(clock),
    onFenced: () => undefined,
    onReceived: () => undefined,
  });
  const guard = makeGuard(
    { admin: [], developer: [], stakeholder: ['20'] },
    world.roleNames ?? { namesOf: () => new Map(), load: () => Promise.resolve() },
    {
      commands: new RateLimiter({ burst, perMinute: 1 }, clock),
      suggestions: new RateLimiter({ burst, perMinute: 1 }, clock),
    },
  );
  let references = 0;
  const dispatcher = new Dispatcher({
    commands: new Map(commands.map((one) => [one.spec.name, one])),
    features: {} as FeaturePorts,
    guard,
    journal,
    log,
    metrics: noMetrics,
    clock,
    newReference: () => `REF${++references}`,
  });
  const settle = async (): Promise<void> => {
    await dispatcher.drain(5_000);
    await journal.flush();
  };
  const finished = () => commits.flatMap((step) => step.finished);
  const audited = () => commits.flatMap((step) => step.audit.map(({ action, subject }) => `${action} ${subject}`));
  return { dispatcher, settle, commits, logged, finished, audited };
}

/** Answers with this text. */
export const say = (text: string) => (): Promise<Reply> => Promise.resolve({ text });
