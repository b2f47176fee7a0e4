/**
 * The addresses of the private network, from the blocks that are set aside for examples: RFC 5737 (198.51.100.0/24) and
 * RFC 3849 (2001:db8::/32). Every lab has the same ones, each in a network namespace of its own without a way out.
 */
export const ADDRESSES = {
  /** The bridge: name server and router of the box. */
  gateway: '198.51.100.1',
  gateway6: '2001:db8::1',
  debianMirror: '198.51.100.2',
  npmRegistry: '198.51.100.3',
  acme: '198.51.100.4',
  nodeMirror: '198.51.100.5',
  /** The administrator, and other people with honest intentions. */
  admin: '198.51.100.11',
  otherGuest: '198.51.100.12',
  admin6: '2001:db8::11',
  box: '198.51.100.80',
  box6: '2001:db8::80',
} as const;

/** Each attack comes from an address of its own, because a ban outlives the scenario that earned it. */
export const ATTACKERS: readonly string[] = Array.from({ length: 20 }, (_, index) => `198.51.100.${100 + index}`);

export const DOMAIN = 'onomancer.test';

/** The names of the lab; .test is set aside by RFC 2606. */
export const NAMES = {
  box: DOMAIN,
  /** A name that points somewhere else. */
  elsewhere: `elsewhere.${DOMAIN}`,
  debianMirror: `mirror.${DOMAIN}`,
  acme: `acme.${DOMAIN}`,
  nodeMirror: `node.${DOMAIN}`,
} as const;

export const ACME_DIRECTORY = `https://${NAMES.acme}/dir`;
export const NODE_MIRROR = `https://${NAMES.nodeMirror}/dist`;

/** Where the sandbox listens: on the loopback address, beside the box and inside it. */
export const SANDBOX_PORTS = { discord: 7001, linear: 7002, control: 7003 } as const;
