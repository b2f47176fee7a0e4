import { asking, type Command } from './step.ts';

/** Sshd on a /run of its own, which nobody else sees: `sshd -t` and `sshd -T` want /run/sshd to be there. */
const ELSEWHERE = 'mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec sshd "$@"';

/**
 * A question to sshd about its configuration. While systemd listens in its place, /run/sshd comes and goes with the
 * service, and sshd would refuse to answer.
 */
export function askingSshd(isSocketActivated: boolean, ...args: readonly string[]): Command {
  return isSocketActivated
    ? asking('unshare', '--mount', 'sh', '-c', ELSEWHERE, 'sshd', ...args)
    : asking('sshd', ...args);
}
