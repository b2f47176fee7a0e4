import { stableUuid } from '../../src/shared/ids.ts';

/** A UUID that is always the same for the same name; it has the form of version 4, because Linear refuses others. */
export const uuidOf = stableUuid;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
