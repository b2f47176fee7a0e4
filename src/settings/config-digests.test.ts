import { describe, expect, it } from 'vitest';
import { parseConfigFile } from './config-file.ts';

const parse = (digests: unknown) => parseConfigFile({ digests }, 'config/onomancer.yml');
const told = (digests: unknown): readonly string[] =>
  parse(digests).problems.map(({ name, found, wanted }) => `${name}: ${found} → ${wanted}`);

const DAILY = {
  kind: 'daily',
  channel: '123456789012345678',
  audience: 'developers',
  at: '09:00',
  timezone: 'Europe/Berlin',
};

describe('the digests of the configuration file', () => {
  it('are none when nothing is said', () => {
    expect(parse(undefined)).toMatchObject({ config: { digests: [] }, problems: [] });
  });

  it('come on working days, and weekly ones on Monday, unless days are named', () => {
    const { config, problems } = parse([
      DAILY,
      { ...DAILY, kind: 'weekly', audience: 'leadership' },
      {
        ...DAILY,
        kind: 'weekly',
        audience: 'product',
        days: ['Friday'],
        teams: ['eng'],
        whenQuiet: 'skip',
        name: 'friday',
      },
    ]);
    expect(problems).toEqual([]);
    expect(config.digests).toEqual([
      {
        name: 'digest-daily-developers-123456789012345678',
        kind: 'daily',
        channelId: '123456789012345678',
        audience: 'developers',
        teams: [],
        whenQuiet: 'say',
        timing: { kind: 'at', at: '09:00', days: [1, 2, 3, 4, 5], timeZone: 'Europe/Berlin', unit: 'day' },
      },
      expect.objectContaining({ timing: expect.objectContaining({ days: [1], unit: 'week' }) }),
      expect.objectContaining({
        name: 'friday',
        teams: ['ENG'],
        whenQuiet: 'skip',
        timing: expect.objectContaining({ days: [5] }),
      }),
    ]);
  });

  it('tell all mistakes at once, each with its place and what belongs there', () => {
    expect(
      told([
        {
          kind: 'dayly',
          audience: 'develpers',
          channel: '#general',
          at: 540,
          timezone: 'Berlin',
          days: ['mon', 'noday'],
          whenquiet: 'x',
        },
        { ...DAILY, kind: 'weekly', days: ['mon', 'fri'], at: '9:00' },
        { ...DAILY, days: [] },
        DAILY,
        { ...DAILY, days: ['sat'] },
        'daily',
      ]),
    ).toMatchInlineSnapshot(`
      [
        "digests[0].whenquiet: a name that nothing reads → did you mean whenQuiet?",
        "digests[0].kind: "dayly" → did you mean daily?",
        "digests[0].audience: "develpers" → did you mean developers?",
        "digests[0].channel: "#general" → the id of a channel: 17 to 20 digits, in quotes",
        "digests[0].at: the number 540 → a time of day in quotes, with two digits each: "09:00"",
        "digests[0].timezone: "Berlin" → a time zone, like Europe/Berlin, America/New_York or UTC",
        "digests[0].days[1]: "noday" → one of sun, mon, tue, wed, thu, fri, sat",
        "digests[1].at: "9:00" → a time of day in quotes, with two digits each: "09:00"",
        "digests[1].days: 2 days → one day for a weekly digest",
        "digests[2].days: an empty list → at least one day",
        "digests[4]: “digest-daily-developers-123456789012345678” once more → a digest that differs in kind, audience, channel or teams, or a \`name\` of its own",
        "digests[5]: "daily" → a mapping with name, kind, channel, audience, at, days, timezone, teams, whenQuiet",
        "digests[5].kind: nothing → one of daily, weekly",
        "digests[5].audience: nothing → one of leadership, product, marketing, devrel, developers",
        "digests[5].channel: nothing → the id of a channel: 17 to 20 digits, in quotes",
        "digests[5].at: nothing → a time of day in quotes, with two digits each: "09:00"",
        "digests[5].timezone: nothing → a time zone, like Europe/Berlin, America/New_York or UTC",
      ]
    `);
  });
});
