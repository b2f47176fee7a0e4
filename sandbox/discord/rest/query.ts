import { SNOWFLAKE_PATTERN } from '../snowflake.ts';
import { invalidField } from './api-error.ts';
import type { RestRequest } from './route.ts';

/** How many things are asked for at a time; Discord gives 1 to 100. */
export function limitIn({ query }: RestRequest, whenAbsent: number): number {
  const text = query.get('limit');
  if (text === null) return whenAbsent;
  const limit = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(limit)) throw invalidField(['limit'], 'NUMBER_TYPE_COERCE', `Value "${text}" is not int.`);
  if (limit < 1) {
    throw invalidField(['limit'], 'NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1.');
  }
  if (limit > 100) throw invalidField(['limit'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 100.');
  return limit;
}

/** The id that the query names, or null when it names none. */
export function snowflakeIn({ query }: RestRequest, name: string): string | null {
  const text = query.get(name);
  if (text === null || SNOWFLAKE_PATTERN.test(text)) return text;
  throw invalidField([name], 'NUMBER_TYPE_COERCE', `Value "${text}" is not snowflake.`);
}
