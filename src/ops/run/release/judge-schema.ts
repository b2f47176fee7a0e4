import { AppError } from '../../../shared/errors/app-error.ts';
import type { SchemaAnswer } from './database.ts';

/** What the database means for how a release is put into service. */
export interface JudgedSchema {
  readonly says: string;
  /** Old and new code cannot run on it at the same time. */
  readonly mustStopFirst: boolean;
}

/** Whether a release can run on the database as it is; throws `SCHEMA_WOULD_BREAK` with what would be lost. */
export function judgeSchema(answer: SchemaAnswer, { hasSnapshot }: { readonly hasSnapshot: boolean }): JudgedSchema {
  switch (answer.kind) {
    case 'absent':
      return { says: `there is no database yet; it is made with schema ${answer.known}`, mustStopFirst: false };
    case 'foreign':
      throw wouldBreak(`it is not one of this application: ${answer.why}`, 'Check DATA_DIR, or restore a snapshot.');
    case 'newer':
      return judgeNewer(answer);
    case 'ok':
      return judgePending(answer, hasSnapshot);
  }
}

function judgeNewer({ found, known, isOldCodeCompatible }: Extract<SchemaAnswer, { found: number }>): JudgedSchema {
  if (isOldCodeCompatible)
    return { says: `schema ${found} is newer than ${known}, and this release can live with it`, mustStopFirst: false };
  throw wouldBreak(
    `it has schema ${found}, and this release knows ${known} and would misread it`,
    'Going back means going back to a snapshot, and losing what came since: onomancer rollback --list shows which and how much; then --code ID --db-only SNAPSHOT.',
  );
}

function judgePending(
  { found, known, isOldCodeCompatible }: Extract<SchemaAnswer, { found: number }>,
  hasSnapshot: boolean,
): JudgedSchema {
  if (found === known) return { says: `schema ${found}, as this release wants it`, mustStopFirst: false };
  const steps = `${known - found} ${known - found === 1 ? 'migration' : 'migrations'} to schema ${known}`;
  if (isOldCodeCompatible) return { says: `${steps}; the live release can live with that`, mustStopFirst: false };
  if (!hasSnapshot)
    throw wouldBreak(
      `${steps} that the live release cannot live with, and there is no snapshot to go back to`,
      'Deploy without --no-backup.',
    );
  return { says: `${steps} that the live release cannot live with: it is stopped first`, mustStopFirst: true };
}

function wouldBreak(says: string, hint: string): AppError {
  return new AppError('SCHEMA_WOULD_BREAK', { facts: { says, hint } });
}
