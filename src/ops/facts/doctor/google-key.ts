import { createPrivateKey, createSign } from 'node:crypto';
import type { Clock } from '../../../shared/clock.ts';

/** What a key file of a Google service account is good for: who it is, and a proof for Google; or what is wrong with it. */
export type GoogleKey =
  | { readonly kind: 'ok'; readonly email: string; readonly tokenUrl: string; readonly assertion: string }
  | { readonly kind: 'wrong'; readonly says: string };

const LIFETIME_SECONDS = 300;
/** Reading documents is all that is ever asked for. */
const SCOPE = 'https://www.googleapis.com/auth/drive.readonly';

/** Reads the file's text and signs an assertion as Google wants it (RFC 7523). */
export function readGoogleKey(text: string, clock: Clock): GoogleKey {
  const file = parse(text);
  if (file === null) return { kind: 'wrong', says: 'it is not JSON' };
  const { type, client_email: email, private_key: key, token_uri: tokenUrl } = file;
  if (type !== 'service_account') return { kind: 'wrong', says: `its type is not service_account but ${String(type)}` };
  if (typeof email !== 'string' || typeof key !== 'string' || typeof tokenUrl !== 'string') {
    return { kind: 'wrong', says: 'client_email, private_key or token_uri is missing' };
  }
  const now = Math.floor(clock.now().getTime() / 1000);
  const claims = { iss: email, scope: SCOPE, aud: tokenUrl, iat: now, exp: now + LIFETIME_SECONDS };
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  try {
    const signature = createSign('RSA-SHA256').update(unsigned).sign(createPrivateKey(key), 'base64url');
    return { kind: 'ok', email, tokenUrl, assertion: `${unsigned}.${signature}` };
  } catch {
    // What OpenSSL says may quote the key.
    return { kind: 'wrong', says: 'its private_key cannot be used' };
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
