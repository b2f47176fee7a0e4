import { describe, expect, it } from 'vitest';
import { offIssueTracker } from './off.ts';

describe('the issue tracker without a token', () => {
  it('rejects everything with LINEAR_OFF', async () => {
    const tracker = offIssueTracker();
    const asked = [
      tracker.teams(),
      tracker.people(),
      tracker.cycles('team-1'),
      tracker.sprint('cycle-1'),
      tracker.issue('ENG-12'),
      tracker.issues({}, { pageSize: 10 }),
      tracker.suggestIssues('', 5),
      tracker.names(),
      tracker.createIssue({ id: 'issue-1', teamId: 'team-1', title: 'A title' }),
      tracker.update('issue-1', {}),
      tracker.comment({ id: 'comment-1', issueId: 'issue-1', body: 'Words' }),
      tracker.linkMessage({ issueId: 'issue-1', url: 'https://discord.com/channels/1/2/3', title: 'A message' }),
      tracker.trash('issue-1'),
    ];
    for (const answer of await Promise.allSettled(asked)) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'LINEAR_OFF' } });
    }
  });
});
