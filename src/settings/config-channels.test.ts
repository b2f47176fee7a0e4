import { describe, expect, it } from 'vitest';
import { NOTICE_KIND_NAMES, NOTICE_SELECTIONS } from '../shared/notice-kinds.ts';
import { parseConfigFile } from './config-file.ts';

const parse = (value: unknown) => parseConfigFile(value, 'config/onomancer.yml');
const told = (value: unknown): readonly string[] =>
  parse(value).problems.map(({ name, found, wanted }) => `${name}: ${found} → ${wanted}`);

describe('the channels of the configuration file', () => {
  it('are none when nothing is said', () => {
    expect(parse({}).config).toMatchObject({ channels: [], adminChannel: null });
  });

  it('are read with what they tell, what limits it and where captures go', () => {
    const { config, problems } = parse({
      adminChannel: 345678901234567890n,
      channels: [
        {
          channel: '123456789012345678',
          tells: 'team',
          only: { teams: ['ENG'] },
          captures: { team: 'ENG', project: 'Pay' },
        },
        {
          channel: 234567890123456789n,
          tells: ['issue-done', 'cycle-done'],
          only: { labels: ['Customer'], branches: ['main'] },
        },
        { channel: '323456789012345678' },
      ],
    });
    expect(problems).toEqual([]);
    expect(config.adminChannel).toBe('345678901234567890');
    expect(config.channels).toEqual([
      {
        channelId: '123456789012345678',
        tells: NOTICE_SELECTIONS.team,
        only: { teams: ['ENG'], projects: [], labels: [], branches: [] },
        captures: { team: 'ENG', project: 'Pay' },
      },
      {
        channelId: '234567890123456789',
        tells: ['issue-done', 'cycle-done'],
        only: { teams: [], projects: [], labels: ['Customer'], branches: ['main'] },
        captures: { team: null, project: null },
      },
      {
        channelId: '323456789012345678',
        tells: [],
        only: { teams: [], projects: [], labels: [], branches: [] },
        captures: { team: null, project: null },
      },
    ]);
  });

  it('tell everything that is wrong with them, each with its place', () => {
    expect(
      told({
        adminChannel: '#ops',
        channels: [
          { channel: 'general', tells: 'teams' },
          { channel: '123456789012345678', tells: ['issue-don', 5], only: { team: ['ENG'], labels: 'Bug' } },
          { channel: '123456789012345678', captures: { project: 7 } },
          'x',
        ],
      }),
    ).toMatchInlineSnapshot(`
      [
        "channels[0].channel: "general" → the id of a channel: 17 to 20 digits, in quotes",
        "channels[0].tells: "teams" → one of team, leadership, releases, everything, or a list of issue-created, issue-started, issue-blocked, issue-in-review, issue-done, issue-canceled, issue-reassigned, issue-priority, issue-comment, pull-request-opened, pull-request-merged, preview-deployed, production-deployed, deployment-failed, build-failed, cycle-started, cycle-at-risk, cycle-done",
        "channels[1].only.team: a name that nothing reads → did you mean teams?",
        "channels[1].tells[0]: "issue-don" → did you mean issue-done?",
        "channels[1].tells[1]: the number 5 → one of team, leadership, releases, everything, or a list of issue-created, issue-started, issue-blocked, issue-in-review, issue-done, issue-canceled, issue-reassigned, issue-priority, issue-comment, pull-request-opened, pull-request-merged, preview-deployed, production-deployed, deployment-failed, build-failed, cycle-started, cycle-at-risk, cycle-done",
        "channels[1].only.labels: "Bug" → a list, like [the name of a label]",
        "channels[2].captures.project: the number 7 → the name of a project",
        "channels[2].channel: 123456789012345678 once more → each channel once",
        "channels[3]: "x" → a mapping with channel, tells, only, captures",
        "channels[3].channel: nothing → the id of a channel: 17 to 20 digits, in quotes",
        "adminChannel: "#ops" → the id of a channel: 17 to 20 digits, in quotes",
      ]
    `);
  });

  it('can be told everything, and a selection names only kinds that there are', () => {
    for (const kinds of Object.values(NOTICE_SELECTIONS))
      for (const kind of kinds) expect(NOTICE_KIND_NAMES).toContain(kind);
    expect(NOTICE_SELECTIONS.everything).toEqual(NOTICE_KIND_NAMES);
  });
});
