import { errorReply } from '../../../src/bot/error-reply.ts';
import { type Guard, makeGuard, onlyIn } from '../../../src/bot/guard.ts';
import { type RateLimit, RateLimiter } from '../../../src/bot/rate-limit.ts';
import { COMMANDS } from '../../../src/features/registry.ts';
import type { IncomingCommand } from '../../../src/ports/incoming.ts';
import { fixedClock } from '../../../src/shared/clock.ts';
import { AppError } from '../../../src/shared/errors/app-error.ts';
import { CATALOGUE, type ErrorCode } from '../../../src/shared/errors/catalogue.ts';
import { OPERATIONS } from '../../../src/shared/errors/operations.ts';
import { message } from '../asking.ts';
import { commandNamed } from '../command-named.ts';
import type { DataClass, Entry, Piece } from '../entry.ts';
import { ENDLESS, SPECIES, SPECIMENS } from '../nasty.ts';

const GUILD = '1';

function incoming(command: string, guildId: string | null = GUILD): IncomingCommand {
  const at = new Date('2026-08-12T10:00:00Z');
  return {
    kind: 'command',
    id: '1',
    receivedAt: at,
    createdAt: at,
    member: { userId: '12', name: 'Nia Newcomer', roleIds: [], isAdministrator: false },
    guildId,
    channelId: '2',
    command,
    options: {},
  };
}

interface World {
  readonly roles: readonly (readonly [id: string, name: string])[];
  readonly limit?: RateLimit;
}

function guard({ roles, limit = { burst: 1, perMinute: 60 } }: World): Guard {
  const limiter = new RateLimiter(limit, fixedClock('2026-08-12T10:00:00Z'));
  const names = new Map(roles);
  return makeGuard(
    { stakeholder: ['Leadership'], developer: roles.map(([id]) => id), admin: [] },
    { namesOf: () => names, load: () => Promise.resolve() },
    { commands: limiter, suggestions: limiter },
  );
}

function judged(judge: Guard, asked: IncomingCommand): Piece {
  const verdict = judge.judge(asked, commandNamed(asked.command).spec);
  if (!('reply' in verdict)) throw new Error(`${asked.command} is not refused here: ${verdict.kind}`);
  return message(verdict.reply, true, `/${asked.command}`);
}

const refusal = (name: string, data: DataClass, make: () => Piece): Entry => ({
  name,
  area: 'refusals',
  data,
  make: (seen) => {
    seen.add(`refusal:${name}`);
    return Promise.resolve([make()]);
  },
});

const ROLES: World['roles'] = [
  ['100000000000000001', 'Leadership'],
  ['100000000000000002', 'Engineering'],
];

/** A command of each audience that not everybody may use. */
const restricted = (): readonly string[] => {
  const found = new Map(COMMANDS.map(({ spec }) => [spec.audience, spec.name]));
  return [...found].flatMap(([audience, name]) => (audience === 'everyone' ? [] : [name]));
};

/** What the guard says. */
export const refusals = (): readonly Entry[] => [
  ...restricted().flatMap((command) => [
    refusal(`/${command}, denied`, 'typical', () => judged(guard({ roles: ROLES }), incoming(command))),
    refusal(`/${command}, denied where no role opens it`, 'empty', () =>
      judged(guard({ roles: [] }), incoming(command)),
    ),
  ]),
  refusal('denied, with as many roles as a server has', 'extreme', () => {
    const roles = Array.from(
      { length: 250 },
      (_, index) => [`1000000000000001${index}`.padEnd(20, '0'), `Role ${index}`] as const,
    );
    return judged(guard({ roles }), incoming('show-sprint'));
  }),
  refusal('denied, roles with hostile names', 'hostile', () =>
    judged(
      guard({ roles: SPECIMENS.map((words, index) => [`10000000000000000${index}`, words] as const) }),
      incoming('show-sprint'),
    ),
  ),
  refusal('too fast', 'typical', () =>
    judged(guard({ roles: ROLES, limit: { burst: 0, perMinute: 60 } }), incoming('help')),
  ),
  refusal('much too fast', 'extreme', () =>
    judged(guard({ roles: ROLES, limit: { burst: 0, perMinute: 1 / 1_440 } }), incoming('help')),
  ),
  refusal('in another server', 'typical', () => judged(onlyIn('2', guard({ roles: ROLES })), incoming('help', '3'))),
  refusal('in a direct message', 'empty', () => judged(onlyIn('2', guard({ roles: ROLES })), incoming('help', null))),
];

/** What people could read in place of each fact of an error. */
const FACTS: Readonly<Record<DataClass, (fact: string) => string | undefined>> = {
  typical: (fact) => EXAMPLES[fact] ?? `(${fact})`,
  empty: () => undefined,
  extreme: () => ENDLESS,
  hostile: (fact) => SPECIMENS[fact.length % SPECIMENS.length] ?? SPECIES.all,
};

const EXAMPLES: Readonly<Record<string, string>> = {
  reason: 'its font is not there',
  problem: 'a name that Linear does not know',
  wanted: 'Use /list-issues again.',
  what: 'such issue',
  seconds: '30',
  teams: 'ENG, WEB',
  count: '3',
  place: 'the channel',
  guild: '1',
  invite: 'https://discord.com/oauth2/authorize?client_id=1',
};

const factsIn = (code: ErrorCode): readonly string[] => {
  const { says, hint } = CATALOGUE[code];
  return [...new Set([...`${says} ${hint}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))];
};

function errorWith(code: ErrorCode, data: DataClass): Piece {
  const facts = factsIn(code).flatMap((fact) => {
    const said = FACTS[data](fact);
    return said === undefined ? [] : [[fact, said] as const];
  });
  return message(errorReply(new AppError(code, { facts: Object.fromEntries(facts) }), 'REF00001'), true);
}

/** Those that can reach somebody in Discord: what operations meet is read in a terminal. */
export const errorCodes = (): readonly ErrorCode[] =>
  (Object.keys(CATALOGUE) as ErrorCode[]).filter((code) => !Object.hasOwn(OPERATIONS, code));

/** Every error of the catalogue; those that name facts also without them, with very long and with hostile ones. */
export const errors = (): readonly Entry[] =>
  errorCodes().flatMap((code) => {
    const classes: readonly DataClass[] =
      factsIn(code).length === 0 ? ['typical'] : ['typical', 'empty', 'extreme', 'hostile'];
    return classes.map(
      (data): Entry => ({
        name: code,
        area: 'errors',
        data,
        make(seen) {
          seen.add(`error:${code}`);
          return Promise.resolve([errorWith(code, data)]);
        },
      }),
    );
  });
