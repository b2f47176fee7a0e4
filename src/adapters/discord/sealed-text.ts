import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Secret } from '../../shared/secret.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'sealed1:';

/** Texts that rest on disk for a while and that nobody reads there, nor in a copy of the disk. */
export interface Seal {
  close(text: string): string;
  /** Throws when it was not closed with the same token, or was changed. */
  open(sealed: string): string;
}

/**
 * With a key made from the bot's token, which stands in no database and no backup of one: what people typed is taken up
 * again after a crash, but whoever has only the file has nothing. A new token makes older ones unreadable.
 */
export function sealedWith(token: Secret): Seal {
  const key = Buffer.from(hkdfSync('sha256', token.reveal(), '', 'onomancer interactions', KEY_BYTES));
  return {
    close(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv);
      const body = [cipher.update(text, 'utf8'), cipher.final()];
      return VERSION + Buffer.concat([iv, cipher.getAuthTag(), ...body]).toString('base64');
    },
    open(sealed) {
      // Written by an older version.
      if (!sealed.startsWith(VERSION)) return sealed;
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64');
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const body = [decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
      return Buffer.concat(body).toString('utf8');
    },
  };
}
