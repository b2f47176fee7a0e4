/**
 * What sshd agrees to speak: key exchange with forward secrecy and SHA-2, authenticated ciphers, encrypt-then-mac.
 * Names and first versions: sshd_config(5) and the release notes at https://www.openssh.com/releasenotes.html
 */
const KEX: readonly (readonly [name: string, since: number])[] = [
  ['mlkem768x25519-sha256', 9.9],
  ['sntrup761x25519-sha512', 9.9],
  ['sntrup761x25519-sha512@openssh.com', 8.5],
  ['curve25519-sha256', 7.4],
  ['curve25519-sha256@libssh.org', 6.5],
];
const CIPHERS = ['chacha20-poly1305@openssh.com', 'aes256-gcm@openssh.com', 'aes128-gcm@openssh.com'];
const MACS = ['hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256-etm@openssh.com', 'umac-128-etm@openssh.com'];
const HOST_KEYS = ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'];

/** Numbers of OpenSSH are compared by their parts: 9.10 comes after 9.9. */
function isSince(version: string, since: number): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [sinceMajor = 0, sinceMinor = 0] = String(since).split('.').map(Number);
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}

/** The lines of sshd_config for this version of OpenSSH; a name that it does not know would keep it from starting. */
export function algorithmLines(version: string): readonly string[] {
  const kex = KEX.filter(([, since]) => isSince(version, since)).map(([name]) => name);
  return [
    `KexAlgorithms ${kex.join(',')}`,
    `Ciphers ${CIPHERS.join(',')}`,
    `MACs ${MACS.join(',')}`,
    `HostKeyAlgorithms ${HOST_KEYS.join(',')}`,
  ];
}
