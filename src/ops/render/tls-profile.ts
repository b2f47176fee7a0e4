/**
 * Mozilla's TLS recommendations, version 6.0: https://ssl-config.mozilla.org/guidelines/6.0.json. What OpenSSL does by
 * itself (the three cipher suites of TLS 1.3) is not repeated.
 */
const GUIDELINE = '6.0';

/** `modern` of the guideline; the hybrid of X25519 and ML-KEM needs OpenSSL 3.5. */
const CURVES = ['X25519', 'prime256v1', 'secp384r1'];
const HYBRID_CURVE = 'X25519MLKEM768';

/** `intermediate` of the guideline, without those for RSA certificates: ours are ECDSA. */
const TLS12_CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
];

/** What nginx and its OpenSSL can do. */
export interface ServerSoftware {
  readonly nginx: Version;
  readonly openssl: Version;
}

/** Major and minor. */
export type Version = readonly [major: number, minor: number];

/** The oldest that is supported, Ubuntu 22.04: what is written for it works on every newer one. */
export const OLDEST_SOFTWARE: ServerSoftware = { nginx: [1, 18], openssl: [3, 0] };

/** What the supported systems bring (https://packages.ubuntu.com/nginx, https://packages.debian.org/nginx). */
const SOFTWARE: Readonly<Record<string, ServerSoftware>> = {
  'ubuntu 22.04': OLDEST_SOFTWARE,
  'ubuntu 24.04': { nginx: [1, 24], openssl: [3, 0] },
  'debian 12': { nginx: [1, 22], openssl: [3, 0] },
  'debian 13': { nginx: [1, 26], openssl: [3, 5] },
};

/** The software of a system, known before it is installed; of an unknown system the oldest. */
export function softwareOf(system: string, version: string): ServerSoftware {
  return SOFTWARE[`${system} ${version}`] ?? OLDEST_SOFTWARE;
}

/** True for a version that is at least the other one. */
export function isAtLeast([major, minor]: Version, [leastMajor, leastMinor]: Version): boolean {
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/**
 * The lines about TLS. They stand in every server block of the port: the default one decides for the handshake, and at
 * the level of `http` the system's own nginx.conf has some of them already.
 */
export function tlsLines({ nginx, openssl }: ServerSoftware, admitsTls12: boolean): readonly string[] {
  const curves = isAtLeast(openssl, [3, 5]) ? [HYBRID_CURVE, ...CURVES] : CURVES;
  return [
    '',
    `# Mozilla's guideline ${GUIDELINE}, ${admitsTls12 ? 'intermediate for ECDSA certificates' : 'modern'}.`,
    `ssl_protocols ${admitsTls12 ? 'TLSv1.2 TLSv1.3' : 'TLSv1.3'};`,
    `ssl_ecdh_curve ${curves.join(':')};`,
    ...(admitsTls12 ? [`ssl_ciphers ${TLS12_CIPHERS.join(':')};`] : []),
    'ssl_prefer_server_ciphers off;',
    'ssl_session_timeout 1d;',
    'ssl_session_cache shared:onomancer_tls:10m;',
    // Before 1.23.2 nginx keeps one ticket key for as long as it runs.
    ...(isAtLeast(nginx, [1, 24]) ? [] : ['ssl_session_tickets off;']),
  ];
}
