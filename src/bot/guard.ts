import { AUDIENCES, mayUse } from '../ports/audience.ts';
import type { Reply } from '../ports/chat.ts';
import type { Audience, CommandSpec } from '../ports/command.ts';
import type { Incoming } from '../ports/incoming.ts';
import type { Member } from '../ports/member.ts';
import type { RoleNames } from '../ports/roles.ts';
import { type AppError, toAppError } from '../shared/errors/app-error.ts';
import type { RateLimit, RateLimiter } from './rate-limit.ts';

/** Which Discord roles make whom, by name (any case) or id. Owners and Administrators are admins without any of it. */
export type RoleMap = Readonly<Record<Exclude<Audience, 'everyone'>, readonly string[]>>;

export type Verdict =
  | { readonly kind: 'allowed'; readonly audiences: ReadonlySet<Audience> }
  | { readonly kind: 'denied'; readonly reply: Reply }
  | { readonly kind: 'limited'; readonly reply: Reply; readonly waitSeconds: number }
  /** Discord did not tell the names of the roles, and one of them could open it. */
  | { readonly kind: 'unsure' };

/** Suggestions come with every key stroke, so they have a limit of their own. */
export interface Limiters {
  readonly commands: RateLimiter;
  readonly suggestions: RateLimiter;
}

/** Faster than anybody types; slow enough that nobody uses up Linear's hour with it. */
export const SUGGESTION_LIMIT: RateLimit = { burst: 60, perMinute: 240 };

/** More would push away what to do about it. */
const MOST_ROLES_NAMED = 10;

const NO_NAMES: ReadonlyMap<string, string> = new Map();

export interface Guard {
  /** Learns the role names of the server when they are not known yet; why not, when it could not. Ids count without names. */
  prepare(guildId: string | null): Promise<AppError | null>;
  /** `isCounted`: it was counted against the rate limit before. */
  judge(incoming: Incoming, spec: CommandSpec, options?: { readonly isCounted: boolean }): Verdict;
}

/** Decides who may do what, and how often; without waiting for anybody, so that the acknowledgement is not late. */
export function makeGuard(roleMap: RoleMap, names: RoleNames, limiters: Limiters): Guard {
  return {
    async prepare(guildId) {
      if (guildId === null || names.namesOf(guildId) !== null) return null;
      return names.load(guildId).then(() => null, toAppError);
    },
    judge(incoming, spec, { isCounted } = { isCounted: false }) {
      // Also what is denied counts, or it could be asked without end.
      const limiter = incoming.kind === 'suggest' ? limiters.suggestions : limiters.commands;
      const waitSeconds = isCounted ? 0 : limiter.take(incoming.member.userId);
      if (waitSeconds > 0) return { kind: 'limited', reply: tooFast(waitSeconds), waitSeconds };
      const found = incoming.guildId === null ? NO_NAMES : names.namesOf(incoming.guildId);
      const known = found ?? NO_NAMES;
      const audiences = audiencesOf(incoming.member, roleMap, known);
      if (mayUse(audiences, spec.audience)) return { kind: 'allowed', audiences };
      const couldOpen = found === null && incoming.member.roleIds.length > 0;
      return couldOpen ? { kind: 'unsure' } : { kind: 'denied', reply: denial(spec, roleMap, known) };
    },
  };
}

/**
 * Lets nobody in from other servers, nor from direct messages: whoever owns a server is an administrator there, and
 * anybody can invite a bot that is public. Null: every server that the bot is in counts.
 */
export function onlyIn(guildId: string | null, guard: Guard): Guard {
  if (guildId === null) return guard;
  return {
    prepare: (id) => (id === guildId ? guard.prepare(id) : Promise.resolve(null)),
    judge: (incoming, spec, options) => {
      const verdict = guard.judge(incoming, spec, options);
      const isHere = incoming.guildId === guildId;
      return isHere || verdict.kind === 'limited' ? verdict : { kind: 'denied', reply: elsewhere() };
    },
  };
}

/** What a member's roles make of them. */
export function audiencesOf(
  member: Member,
  roleMap: RoleMap,
  names: ReadonlyMap<string, string>,
): ReadonlySet<Audience> {
  // A name that looks like an id does not count, or whoever may name roles could pass for one that is mapped by id.
  const nameOf = (id: string): string => (isSnowflake(names.get(id) ?? '') ? id : (names.get(id)?.toLowerCase() ?? id));
  const held = new Set(member.roleIds.flatMap((id) => [id, nameOf(id)]));
  const holds = (audience: Exclude<Audience, 'everyone'>): boolean =>
    roleMap[audience].some((role) => held.has(role) || held.has(role.toLowerCase()));
  const audiences = new Set<Audience>(['everyone']);
  if (member.isAdministrator || holds('admin')) audiences.add('admin');
  if (holds('developer')) audiences.add('developer');
  if (holds('stakeholder')) audiences.add('stakeholder');
  return audiences;
}

function isSnowflake(text: string): boolean {
  return /^\d{17,20}$/.test(text.trim());
}

function elsewhere(): Reply {
  return {
    cards: [
      {
        tone: 'attention',
        title: 'This bot works in its own server only',
        text: 'Its commands answer only in the server that `DISCORD_GUILD_ID` names.',
      },
    ],
  };
}

function denial(spec: CommandSpec, roleMap: RoleMap, names: ReadonlyMap<string, string>): Reply {
  const wanted = AUDIENCES.filter(
    (audience): audience is Exclude<Audience, 'everyone'> =>
      audience !== 'everyone' && mayUse(new Set([audience]), spec.audience),
  );
  const roles = [...names].filter(([id, name]) =>
    wanted.some((audience) =>
      roleMap[audience].some((role) => role === id || role.toLowerCase() === name.toLowerCase()),
    ),
  );
  const left = roles.length - MOST_ROLES_NAMED;
  const named = [...roles.slice(0, MOST_ROLES_NAMED).map(([id]) => `<@&${id}>`), ...(left > 0 ? [`${left} more`] : [])];
  const needs =
    roles.length > 0
      ? `It needs one of these roles: ${named.join(', ')}.`
      : 'No role of this server opens it yet: an administrator maps one in `config/onomancer.yml` under `roles`.';
  return {
    cards: [
      {
        tone: 'attention',
        title: `/${spec.name} is for ${article(spec.audience)}`,
        text: `${needs}\nThe owner of this server and its administrators can give you a role, and may use everything themselves.\n\`/help\` shows what you can use now.`,
      },
    ],
  };
}

function article(audience: Audience): string {
  const words: Record<Audience, string> = {
    everyone: 'everyone',
    stakeholder: 'stakeholders',
    developer: 'developers',
    admin: 'admins',
  };
  return words[audience];
}

function tooFast(waitSeconds: number): Reply {
  const wait = waitSeconds === 1 ? '1 second' : `${waitSeconds} seconds`;
  return {
    cards: [
      {
        tone: 'attention',
        title: 'That was a lot at once',
        text: `Please wait ${wait}, then try again. Nothing was done this time.`,
      },
    ],
  };
}
