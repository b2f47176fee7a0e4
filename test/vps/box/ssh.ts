import { ADDRESSES } from '../lab/addresses.ts';
import { inLab } from '../lab/network.ts';
import type { CachePlaces, LabPlaces } from '../lab/places.ts';
import type { Command } from '../lab/run.ts';

const QUIET = [
  'StrictHostKeyChecking=no',
  'UserKnownHostsFile=/dev/null',
  'GlobalKnownHostsFile=/dev/null',
  'LogLevel=ERROR',
  'ConnectTimeout=5',
  'IdentitiesOnly=yes',
];

export interface Login {
  readonly user?: string;
  /** The address that it comes from; the administrator's when not given. */
  readonly from?: string;
  readonly port?: number;
  /** File of the private key; the administrator's when not given. */
  readonly key?: string;
  /** Tries this password, and no key. */
  readonly password?: string;
  readonly terminal?: boolean;
}

/** The command for a login over ssh from outside of the box. A password travels in the environment, see `passwordEnv`. */
export function sshCommand(lab: LabPlaces, cache: CachePlaces, login: Login, remote: Command): Command {
  const { user = 'root', from = ADDRESSES.admin, port = 22, key = cache.sshKey, password } = login;
  const how =
    password === undefined
      ? ['BatchMode=yes', 'PreferredAuthentications=publickey']
      : [
          'PubkeyAuthentication=no',
          'PreferredAuthentications=password,keyboard-interactive',
          'NumberOfPasswordPrompts=1',
        ];
  const identity = password === undefined ? ['-i', key] : [];
  const options = [...QUIET, ...how].flatMap((option) => ['-o', option]);
  const terminal = login.terminal ? ['-t'] : [];
  const target = ['-b', from, '-p', `${port}`, `${user}@${ADDRESSES.box}`];
  return inLab(lab.netns, ['ssh', '-F', 'none', ...terminal, ...identity, ...options, ...target, ...remote]);
}
