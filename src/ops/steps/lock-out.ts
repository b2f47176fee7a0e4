/** What the dead man's switch knows: the files that decide who gets in, and how they take effect again. */

export const SSH_CONFIG = '/etc/ssh/sshd_config';
export const SSH_DROP_IN = '/etc/ssh/sshd_config.d/00-onomancer.conf';
export const SOCKET_DROP_IN = '/etc/systemd/system/ssh.socket.d/onomancer.conf';

/** The same for ssh and firewall: one switch covers both, whichever of them armed it. */
export const LOCK_OUT_SAVES = [
  SSH_CONFIG,
  SSH_DROP_IN,
  SOCKET_DROP_IN,
  '/etc/default/ufw',
  '/etc/ufw/ufw.conf',
  '/etc/ufw/user.rules',
  '/etc/ufw/user6.rules',
];

/** Long enough to prove a login ten times, short enough to wait for. */
export const REVERT_AFTER_SECONDS = 300;

/** Lines of /bin/sh that let the files take effect that were put back. */
export function putBackLines(isSocketActivated: boolean): readonly string[] {
  return [
    'systemctl daemon-reload',
    ...(isSocketActivated
      ? ['systemctl stop ssh.service', 'systemctl restart ssh.socket || systemctl restart ssh.service']
      : ['systemctl reload-or-restart ssh.service']),
    'if command -v ufw > /dev/null; then',
    "  if grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; then ufw reload; else ufw --force disable; fi",
    'fi',
  ];
}
