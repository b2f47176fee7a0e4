import { fixedClock } from '../../src/shared/clock.ts';
import { FakeIssueTracker } from '../fakes/fake-issue-tracker.ts';
import { SAMPLE } from '../fakes/sample-workspaces.ts';
import { describeIssueTracker } from './issue-tracker-contract.ts';

describeIssueTracker('The fake that the features are tested with', async () => ({
  tracker: new FakeIssueTracker(SAMPLE, fixedClock('2026-08-12T10:00:00Z')),
  close: async () => {},
}));
