import type { Command } from '../ports/command.ts';
import { buildStatusCommand } from './build-status/build-status.command.ts';
import { feedback } from './capture/feedback.command.ts';
import { myFeedback } from './capture/my-feedback.command.ts';
import { assignCommand } from './change-issue/assign.command.ts';
import { commentCommand } from './change-issue/comment.command.ts';
import { tagIssueCommand } from './change-issue/tag-issue.command.ts';
import { connectCommand } from './connect/connect.command.ts';
import { digest } from './digest/digest.command.ts';
import { helpCommand } from './help/help.command.ts';
import { listIssues } from './list-issues/list-issues.command.ts';
import { myNotifications } from './my-notifications/my-notifications.command.ts';
import { myTasks } from './my-tasks/my-tasks.command.ts';
import { preview } from './preview/preview.command.ts';
import { showIssue } from './show-issue/show-issue.command.ts';
import { showSprint } from './show-sprint/show-sprint.command.ts';
import { sprintTimeline } from './show-sprint/sprint-timeline.command.ts';
import { status } from './status/status.command.ts';

/** Every command of the bot. A new one is added here, and nowhere else. */
export const COMMANDS: readonly Command[] = [
  showSprint,
  sprintTimeline,
  digest,
  preview,
  buildStatusCommand,
  myTasks,
  showIssue,
  listIssues,
  commentCommand,
  assignCommand,
  tagIssueCommand,
  feedback,
  myFeedback,
  connectCommand,
  myNotifications,
  helpCommand,
  status,
];
