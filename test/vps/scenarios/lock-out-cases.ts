import type { Login } from '../box/ssh.ts';
import { ROOT_PASSWORD } from '../lab/image.ts';

/** What must still open after setup. */
export type WayIn = 'key of devrel' | 'key of root' | 'key of the operator' | 'password of root';

export interface LockOutCase {
  readonly name: string;
  readonly title: string;
  /** What is odd about the machine before setup. */
  readonly prepare: string;
  readonly flags?: readonly string[];
  /** Where sshd listens afterwards. */
  readonly port: number;
  readonly waysIn: readonly WayIn[];
  /** Passwords have to be refused afterwards. */
  readonly isHardened: boolean;
  /** Setup has to say this. */
  readonly says?: RegExp;
  /** Null: either is right, as long as nobody is locked out. */
  readonly exitCode: number | 'not 0' | null;
  /** Something that happens on the box while setup has changed sshd and not yet proven that one can log in. */
  readonly meanwhile?: string;
}

export function loginOf(way: WayIn, port: number): Login {
  switch (way) {
    case 'key of devrel':
      return { user: 'devrel', port };
    case 'key of root':
      return { user: 'root', port };
    case 'key of the operator':
      return { user: 'anna', port };
    case 'password of root':
      return { user: 'root', port, password: ROOT_PASSWORD };
  }
}

const CONFIG = '/etc/ssh/sshd_config';
const NO_KEYS = 'rm -f /root/.ssh/authorized_keys';
const PASSWORDS = `sed -i '1i PermitRootLogin yes' ${CONFIG} && systemctl reload ssh`;
const OPERATOR = [
  'useradd --create-home --shell /bin/bash --groups sudo anna',
  'echo "anna ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/anna',
  'install -d -m 700 -o anna -g anna /home/anna/.ssh',
  'install -m 600 -o anna -g anna /root/.ssh/authorized_keys /home/anna/.ssh/',
].join(' && ');

/** Machines on which a careless script would shut everybody out. */
export const LOCK_OUT_CASES: readonly LockOutCase[] = [
  {
    name: 'no key',
    title: 'nobody has a key: sshd is left as it is, and the commands to add one are told',
    prepare: `${NO_KEYS} && ${PASSWORDS}`,
    port: 22,
    waysIn: ['password of root'],
    isHardened: false,
    says: /ssh-copy-id/,
    exitCode: null,
  },
  {
    name: 'locked password',
    title: 'the operator’s account has a locked password (!), and UsePAM is off',
    prepare: `${OPERATOR} && usermod --lock anna && sed -i 's/^UsePAM.*/UsePAM no/' ${CONFIG}`,
    port: 22,
    waysIn: ['key of devrel', 'key of the operator'],
    isHardened: true,
    exitCode: 0,
  },
  {
    name: 'cloud-init',
    title: 'a drop-in of the provider switches passwords on',
    prepare: `echo 'PasswordAuthentication yes' > ${CONFIG}.d/50-cloud-init.conf && ${PASSWORDS}`,
    port: 22,
    waysIn: ['key of devrel'],
    isHardened: true,
    exitCode: 0,
  },
  {
    name: 'odd port',
    title: 'sshd listens on 2222 already',
    prepare: `sed -i '1i Port 2222' ${CONFIG} && systemctl restart ssh`,
    port: 2222,
    waysIn: ['key of devrel'],
    isHardened: true,
    exitCode: 0,
  },
  {
    name: 'new port',
    title: 'sshd is to move to port 2022',
    prepare: 'true',
    flags: ['--ssh-port=2022'],
    port: 2022,
    waysIn: ['key of devrel'],
    isHardened: true,
    exitCode: 0,
  },
  {
    name: 'socket',
    title: 'ssh is started by its socket (as on Ubuntu 24.04), and is to move to port 2022',
    prepare: 'systemctl disable --now ssh.service && systemctl enable --now ssh.socket',
    flags: ['--ssh-port=2022'],
    port: 2022,
    waysIn: ['key of devrel'],
    isHardened: true,
    exitCode: 0,
  },
  {
    name: 'broken sshd_config',
    title: 'sshd_config is broken already, and only the running sshd still lets people in',
    prepare: `echo 'PermitRootLogin maybe' >> ${CONFIG}`,
    port: 22,
    waysIn: ['key of root'],
    isHardened: false,
    says: /sshd/,
    exitCode: 'not 0',
  },
  {
    name: 'key removed',
    title: 'every key is removed while setup runs',
    prepare: PASSWORDS,
    port: 22,
    waysIn: ['password of root'],
    isHardened: false,
    exitCode: 'not 0',
    meanwhile: 'rm -f /root/.ssh/authorized_keys; : > /home/devrel/.ssh/authorized_keys',
  },
];
