import type { Migration } from '../migrate.ts';
import { first } from './0001-first.ts';
import { outbox } from './0002-outbox.ts';
import { preference } from './0003-preference.ts';
import { sessionIntents } from './0004-session-intents.ts';
import { inbox } from './0005-inbox.ts';
import { sprintWatch } from './0006-sprint-watch.ts';
import { capture } from './0007-capture.ts';
import { workMemory } from './0008-work-memory.ts';
import { reconciliation } from './0009-reconciliation.ts';

/** Every migration, in order, without gaps. They travel in the build. One that was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  first,
  outbox,
  preference,
  sessionIntents,
  inbox,
  sprintWatch,
  capture,
  workMemory,
  reconciliation,
];
