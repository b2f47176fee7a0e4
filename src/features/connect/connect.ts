import { mayUse } from '../../ports/audience.ts';
import type { Asker, FeaturePorts } from '../../ports/command.ts';
import { findPerson } from '../../ports/find-by-name.ts';
import type { Person } from '../../ports/issue-tracker.ts';
import { personName } from '../../ports/issue-words.ts';
import type { Link } from '../../ports/store.ts';
import { nearest } from '../../shared/text/nearest.ts';

/** What became of it. `isSelf`: it is about the person who asks, not about another member. */
export type ConnectOutcome =
  | {
      readonly kind: 'status';
      readonly memberId: string;
      readonly isSelf: boolean;
      readonly link: Link | null;
      readonly candidates: readonly Person[];
    }
  | {
      readonly kind: 'connected';
      readonly isSelf: boolean;
      readonly link: Link;
      readonly before: Link | null;
      readonly takenFrom: Link | null;
    }
  | { readonly kind: 'already'; readonly isSelf: boolean; readonly link: Link }
  | {
      readonly kind: 'taken';
      readonly memberId: string;
      readonly isSelf: boolean;
      readonly by: Link;
      readonly canReassign: boolean;
    }
  | {
      readonly kind: 'no-such-person';
      readonly typed: string;
      readonly near: readonly Person[];
      readonly isAmbiguous: boolean;
    }
  | { readonly kind: 'disconnected'; readonly memberId: string; readonly isSelf: boolean; readonly link: Link | null }
  | { readonly kind: 'admins-only' };

const MAX_CANDIDATES = 3;

/** `/connect` as typed: status without a person, a claim with one. Only admins may name another member. */
export async function connect(
  ports: FeaturePorts,
  asker: Asker,
  typed: { readonly person: string; readonly memberId: string },
): Promise<ConnectOutcome> {
  const memberId = typed.memberId || asker.userId;
  if (memberId !== asker.userId && !isAdmin(asker)) return { kind: 'admins-only' };
  if (typed.person.trim() === '') return statusOf(ports, asker, memberId);
  const { value: people } = await ports.tracker.people();
  const found = findPerson(people, typed.person);
  if (found.kind === 'not-found') return { ...found, kind: 'no-such-person' };
  return claim(ports, asker, { memberId, person: found.item, isReassign: false });
}

/** A button of ours: `start`, `off`, `off:<member>`, `me:<person>` or `give:<member>:<person>`. */
export async function pressConnect(ports: FeaturePorts, asker: Asker, id: string): Promise<ConnectOutcome> {
  const [verb = '', ...rest] = id.split(':');
  const memberId = verb === 'give' || verb === 'off' ? (rest[0] ?? asker.userId) : asker.userId;
  if (memberId !== asker.userId && !isAdmin(asker)) return { kind: 'admins-only' };
  switch (verb) {
    case 'off':
      return disconnect(ports, asker, memberId);
    case 'me':
      return claimById(ports, asker, { memberId, personId: rest.join(':'), isReassign: false });
    case 'give':
      if (!isAdmin(asker)) return { kind: 'admins-only' };
      return claimById(ports, asker, { memberId, personId: rest.slice(1).join(':'), isReassign: true });
    default:
      return statusOf(ports, asker, memberId);
  }
}

async function statusOf(ports: FeaturePorts, asker: Asker, memberId: string): Promise<ConnectOutcome> {
  const isSelf = memberId === asker.userId;
  const link = await ports.links.ofDiscordUser(memberId);
  // Of another member we know only the id, so there is no name to guess from; and somebody connected needs no guess.
  const candidates = link === null && isSelf ? await candidatesFor(ports, asker.name) : [];
  return { kind: 'status', memberId, isSelf, link, candidates };
}

/** The free people whose full name, short name or start of the e-mail address looks like the member's name. */
async function candidatesFor(ports: FeaturePorts, name: string): Promise<readonly Person[]> {
  const [{ value: people }, links] = [await ports.tracker.people(), await ports.links.all()];
  const taken = new Set(links.map((link) => link.trackerUserId));
  const free = people.filter((person) => !taken.has(person.id));
  return nearest(free, name, { limit: MAX_CANDIDATES, namesOf });
}

/** The names that somebody may be looked for by. */
export function namesOf(person: Person): readonly string[] {
  return [person.name, person.displayName, person.email.split('@')[0] ?? ''];
}

async function claimById(
  ports: FeaturePorts,
  asker: Asker,
  wanted: { readonly memberId: string; readonly personId: string; readonly isReassign: boolean },
): Promise<ConnectOutcome> {
  const { value: people } = await ports.tracker.people();
  const person = people.find((each) => each.id === wanted.personId);
  if (!person) return { kind: 'no-such-person', typed: '', near: [], isAmbiguous: false };
  return claim(ports, asker, { ...wanted, person });
}

async function claim(
  ports: FeaturePorts,
  asker: Asker,
  wanted: { readonly memberId: string; readonly person: Person; readonly isReassign: boolean },
): Promise<ConnectOutcome> {
  const { memberId, person } = wanted;
  const isSelf = memberId === asker.userId;
  const before = await ports.links.ofDiscordUser(memberId);
  if (before?.trackerUserId === person.id) return { kind: 'already', isSelf, link: before };
  const link: Link = {
    discordUserId: memberId,
    trackerUserId: person.id,
    trackerName: personName(person),
    linkedAt: ports.clock.now(),
    linkedBy: asker.userId,
  };
  const claimed = await ports.links.claim(link, { isReassign: wanted.isReassign });
  if (claimed.kind === 'taken') return { kind: 'taken', memberId, isSelf, by: claimed.by, canReassign: isAdmin(asker) };
  return { kind: 'connected', isSelf, link, before, takenFrom: claimed.takenFrom };
}

async function disconnect(ports: FeaturePorts, asker: Asker, memberId: string): Promise<ConnectOutcome> {
  const link = await ports.links.ofDiscordUser(memberId);
  await ports.links.release(memberId);
  return { kind: 'disconnected', memberId, isSelf: memberId === asker.userId, link };
}

function isAdmin(asker: Asker): boolean {
  return mayUse(asker.audiences, 'admin');
}
