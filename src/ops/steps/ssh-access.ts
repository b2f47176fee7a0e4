import { join } from 'node:path';
import { type Account, type LoginKey, type SetupInput, type StepMaker, USER } from './setup-input.ts';
import { asking, type ConditionResource, doing } from './step.ts';

/**
 * The keys that will open the account of the bot, and where they come from: those that were given, those that it has;
 * and when there are none, those with which whoever runs this came in, because root will not be let in any more.
 */
export function keysForUser({ options, host }: SetupInput): {
  readonly lines: readonly string[];
  readonly from: string;
} {
  const own = host.accounts.find(({ name }) => name === USER)?.keys ?? [];
  const given = options.sshKeys?.split('\n') ?? [];
  if (given.length > 0) return { lines: given, from: '--ssh-key' };
  if (own.length > 0) return { lines: own.map(({ line }) => line), from: USER };
  for (const name of [host.caller, 'root']) {
    const keys: readonly LoginKey[] = host.accounts.find((account) => account.name === name)?.keys ?? [];
    if (keys.length > 0) return { lines: keys.map(({ line }) => line), from: name };
  }
  return { lines: [], from: '' };
}

/** Somebody besides root can log in with a key and then become root. */
export function hasWayToRoot(input: SetupInput): boolean {
  const others = input.host.accounts.filter(({ uid, name }) => uid !== 0 && name !== USER);
  return (
    input.host.canSuToRoot ||
    others.some((account) => account.mayBecomeRoot && account.keys.length > 0 && canBeOpened(account))
  );
}

/** Sshd lets nobody in whose password field begins with `!`, once PAM is off (auth.c, allowed_user). */
const canBeOpened = ({ password }: Account): boolean => password !== 'disabled';

/** Keys for the account of the bot; and accounts that have keys are not taken for locked. */
export const sshAccess: StepMaker = (input) => {
  const home = input.host.accounts.find(({ name }) => name === USER)?.home ?? `/home/${USER}`;
  const { lines, from } = keysForUser(input);
  const title = `Keys of ${USER}`;
  if (lines.length === 0) return { id: 'ssh-access', title, skipped: 'no key was given, and nobody has one here' };
  const rights = { owner: USER, group: USER } as const;
  return {
    id: 'ssh-access',
    title,
    checks: `who can log in as ${USER} with a key (the keys come from ${from}), and whether sshd takes an account with keys for locked`,
    undo: `edit ${join(home, '.ssh', 'authorized_keys')}`,
    resources: [
      { kind: 'directory', path: join(home, '.ssh'), mode: 0o700, ...rights },
      { kind: 'lines', path: join(home, '.ssh', 'authorized_keys'), lines, mode: 0o600, ...rights },
      ...input.host.accounts
        .filter((account) => account.name !== USER && account.keys.length > 0 && account.password === 'locked')
        .map(unlocked),
    ],
  };
};

function unlocked({ name }: Account): ConditionResource {
  return {
    kind: 'condition',
    title: `no password fits for ${name}, and sshd does not take the account for locked`,
    probe: asking('getent', 'shadow', name),
    wants: { matches: new RegExp(`^${name}:[^!]`) },
    change: [doing('usermod', '--password', '*', name)],
  };
}
