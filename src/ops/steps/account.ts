import { type StepMaker, USER } from './setup-input.ts';
import { asking, doing } from './step.ts';

/** The user of the bot: no root, no sudo, no password that would fit. */
export const account: StepMaker = () => ({
  id: 'account',
  title: `User ${USER}`,
  checks: `whether there is a user ${USER} with a home and a shell, without a password, and without sudo`,
  undo: `userdel --remove ${USER} (takes the home with it; what the bot owns stays)`,
  resources: [
    {
      kind: 'condition',
      title: `there is a user ${USER}`,
      probe: asking('getent', 'passwd', USER),
      wants: { exitCode: 0 },
      change: [
        doing('useradd', '--create-home', '--user-group', '--shell', '/bin/bash', '--comment', 'Onomancer', USER),
      ],
    },
    {
      kind: 'condition',
      title: 'no password fits, and sshd does not take the account for locked',
      // `!`, what useradd leaves, means locked to sshd once PAM is off: then not even the right key opens (auth.c).
      probe: asking('getent', 'shadow', USER),
      wants: { matches: new RegExp(`^${USER}:\\*:`) },
      change: [doing('usermod', '--password', '*', USER)],
    },
  ],
});
