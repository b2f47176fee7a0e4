import type { EventHandler } from '../ports/effects.ts';
import { onCaptureDue } from './capture/on-capture-due.ts';
import { onIssueChanged } from './capture/on-issue-changed.ts';
import { onReaction } from './capture/on-reaction.ts';
import { onCommentDue } from './change-issue/on-comment-due.ts';
import { onSchedule } from './digest/on-schedule.ts';
import { onChangesMissed } from './missed-changes/on-changes-missed.ts';
import { onCode } from './notices/on-code.ts';
import { onIssue } from './notices/on-issue.ts';
import { onSprintWatch } from './notices/on-sprint-watch.ts';
import { onWork } from './remember/on-work.ts';

/** Who answers to which events, in the order in which their messages are sent. Each feature adds its own. */
export const HANDLERS: readonly EventHandler[] = [
  onIssue,
  onCode,
  onSprintWatch,
  onReaction,
  onCaptureDue,
  onIssueChanged,
  onSchedule,
  onWork,
  onChangesMissed,
  onCommentDue,
];
