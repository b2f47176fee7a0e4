import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { SchemaAnswer } from './database.ts';
import { judgeSchema } from './judge-schema.ts';

const schema = (found: number, known: number, isOldCodeCompatible: boolean): SchemaAnswer => ({
  kind: found > known ? 'newer' : 'ok',
  found,
  known,
  isOldCodeCompatible,
});
const judge = (answer: SchemaAnswer, hasSnapshot = true) => judgeSchema(answer, { hasSnapshot });

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError)
      return `${error.code}: ${String(error.facts['says'])} → ${String(error.facts['hint'])}`;
  }
  return 'not refused';
}

describe('what the database means for a release', () => {
  it.each([
    [{ kind: 'absent', known: 9 } as const, false],
    [schema(9, 9, true), false],
    [schema(8, 9, true), false],
    [schema(7, 9, false), true],
    [schema(10, 9, true), false],
  ])('%j: must the old one stop first? %s', (answer, mustStopFirst) => {
    expect(judge(answer).mustStopFirst).toBe(mustStopFirst);
  });

  it('refuses old code that would misread a newer one, and says what going back costs', () => {
    expect(refusal(() => judge(schema(10, 9, false)))).toBe(
      'SCHEMA_WOULD_BREAK: it has schema 10, and this release knows 9 and would misread it → Going back means going back to a snapshot, and losing what came since: onomancer rollback --list shows which and how much; then --code ID --db-only SNAPSHOT.',
    );
  });

  it('does not begin what could not be undone', () => {
    expect(refusal(() => judge(schema(8, 9, false), false))).toContain('there is no snapshot to go back to');
  });

  it('refuses the database of somebody else', () => {
    expect(refusal(() => judge({ kind: 'foreign', why: 'it has a table “users”' }))).toContain(
      'it has a table “users”',
    );
  });
});
