import { describe, expect, it } from 'vitest';
import { featurePorts, request } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { NASTY, SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { ServiceHealth, ServiceState } from '../../shared/health-board.ts';
import { status } from './status.command.ts';

const service = (name: string, state: ServiceState, detail = ''): ServiceHealth => ({
  name,
  state,
  detail,
  since: new Date('2026-08-12T09:00:00Z'),
});
const ask = (services: readonly ServiceHealth[]) => status.run(featurePorts(SAMPLE, { services }), request());

describe('/status', () => {
  it('shows each service, what is down first', async () => {
    const reply = await ask([
      service('Database', 'on', 'Schema 3'),
      service('Google', 'off', 'GOOGLE_SERVICE_ACCOUNT_KEY_PATH is not set.'),
      service('Linear', 'down', 'Linear did not answer for 3 minutes.'),
      service('Discord', 'degraded', 'Reconnecting.'),
      service('Outbox', 'starting'),
    ]);
    await expect(replyText(reply)).toMatchFileSnapshot('./golden/mixed.txt');
    expect(reply.cards?.[0]?.tone).toBe('bad');
  });

  it.each<readonly [readonly ServiceState[], string, string]>([
    [[], 'Status unknown', 'neutral'],
    [['off'], 'Everything that is set up works', 'good'],
    [['on', 'off'], 'Everything that is set up works', 'good'],
    [['on', 'starting'], 'Starting: s1', 'attention'],
    [['starting', 'degraded'], 'Works with restrictions: s1', 'attention'],
    [['degraded', 'down', 'on'], 'Down: s1', 'bad'],
  ])('sums up %j as “%s”', async (states, title, tone) => {
    const reply = await ask(states.map((state, index) => service(`s${index}`, state)));
    expect(reply.cards?.[0]).toMatchObject({ title, tone });
  });

  it('keeps to the limits and shows hostile details as text', async () => {
    const reply = await ask(
      Array.from({ length: 60 }, (_, index) => service(`s${index} ${NASTY}`, 'down', NASTY.repeat(10))),
    );
    expect(limitProblems(reply)).toEqual([]);
    expect(replyText(reply)).not.toMatch(/@everyone|[^\\]<@1>|\u202E|[^\\]```/);
  });
});
