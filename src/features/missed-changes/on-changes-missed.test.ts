import { describe, expect, it } from 'vitest';
import { featurePorts } from '../../../test/fakes/feature-ports.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { ChangesMissedEvent } from '../../ports/work-event.ts';
import type { ChannelRule } from '../../shared/channel-rule.ts';
import { onChangesMissed } from './on-changes-missed.ts';

const rule = (channelId: string, tells: ChannelRule['tells']): ChannelRule => ({
  channelId,
  tells,
  only: { teams: [], projects: [], labels: [], branches: [] },
  captures: { team: null, project: null },
});
const context = { inboxId: 1, reference: 'REF00001', attempts: 0, receivedAt: new Date() };
const EVENT: ChangesMissedEvent = {
  kind: 'changes-missed',
  at: new Date('2026-08-12T06:00:00Z'),
  actor: null,
  since: '2026-08-11T20:00:00.000Z',
  created: 3,
  changed: 41,
  comments: 1,
  isCut: true,
};

describe('what was missed for long', () => {
  it('is told in one sum where news of issues are told', async () => {
    const channels = [rule('1', ['issue-done']), rule('2', ['build-failed'])];
    const ports = { ...featurePorts(SAMPLE), channels };
    const effects = await onChangesMissed.handle(ports, EVENT, context);
    const small = await onChangesMissed.handle(
      ports,
      { ...EVENT, created: 0, changed: 1, comments: 0, isCut: false },
      context,
    );
    expect(effects?.messages.map(({ destination }) => destination)).toEqual([{ kind: 'channel', channelId: '1' }]);
    const texts = [effects, small].map((one) => JSON.stringify(one?.messages[0]?.content, null, 2));
    await expect(`${texts.join('\n')}\n`).toMatchFileSnapshot('./golden/sum.txt');
    expect(effects?.note).toBe('told 1 channel in one sum');
  });
});
