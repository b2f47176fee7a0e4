import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../ports/store.ts';
import { storableText } from './storable-text.ts';

/** What stands in place of the previous hash in the first row. */
export const GENESIS_HASH = '0'.repeat(64);

/** The fields of an entry as they are stored, and as they are hashed. */
export interface AuditFields {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly reference: string;
  /** Canonical JSON. */
  readonly detail: string;
}

/** An entry in the form in which it is stored. */
export function auditFields(entry: AuditEntry): AuditFields {
  return {
    at: entry.at.toISOString(),
    actor: storableText(entry.actor),
    action: storableText(entry.action),
    subject: storableText(entry.subject),
    reference: storableText(entry.reference),
    detail: canonicalJson(entry.detail),
  };
}

/** `sha256(previousHash + canonical JSON of the entry)`, in hex. Canonical is RFC 8785: sorted keys, no spaces. */
export function chainHash(previousHash: string, fields: AuditFields): string {
  const { at, actor, action, subject, reference, detail } = fields;
  const text = JSON.stringify;
  // The keys in their order, written out: `detail` is canonical JSON already, and this runs for every row.
  const entry = `{"action":${text(action)},"actor":${text(actor)},"at":${text(at)},"detail":${detail},"reference":${text(reference)},"subject":${text(subject)}}`;
  return createHash('sha256').update(previousHash).update(entry).digest('hex');
}

/**
 * Canonical JSON of a flat object (RFC 8785, https://www.rfc-editor.org/rfc/rfc8785): keys sorted by UTF-16 units,
 * numbers and strings as ECMAScript writes them.
 */
function canonicalJson(detail: AuditEntry['detail']): string {
  const members = Object.keys(detail)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(detail[key] ?? null)}`);
  return `{${members.join(',')}}`;
}
