import type { ChannelRule } from '../shared/channel-rule.ts';
import type { DigestPlan } from '../shared/digest-plan.ts';
import { parseChannels } from './config-channels.ts';
import { parseDigests } from './config-digests.ts';
import { ConfigReader } from './config-reader.ts';
import type { SettingProblem } from './sources.ts';

/** Which Discord roles, by name or id, make somebody what. */
export interface RoleLists {
  readonly admin: readonly string[];
  readonly developer: readonly string[];
  readonly stakeholder: readonly string[];
}

/** What `config/onomancer.yml` says, with the defaults where it says nothing. */
export interface ConfigFile {
  readonly roles: RoleLists;
  readonly rateLimit: { readonly burst: number; readonly perMinute: number };
  readonly defaultTeam: string | null;
  readonly channels: readonly ChannelRule[];
  /** What comes by itself, and when. */
  readonly digests: readonly DigestPlan[];
  /** Where administrators are told what needs them; null: only in the log and by /status. */
  readonly adminChannel: string | null;
}

export const CONFIG_DEFAULTS: ConfigFile = {
  roles: { admin: [], developer: [], stakeholder: [] },
  rateLimit: { burst: 5, perMinute: 20 },
  defaultTeam: null,
  channels: [],
  digests: [],
  adminChannel: null,
};

const RATE_RANGES = { burst: [1, 100], perMinute: [1, 1000] } as const;

/** Checks the data of the configuration file; all problems at once. `where` names the file for people. */
export function parseConfigFile(value: unknown, where: string): { config: ConfigFile; problems: SettingProblem[] } {
  const reader = new ConfigReader(where);
  const top = reader.mapping(value, '', ['roles', 'rateLimit', 'defaultTeam', 'channels', 'digests', 'adminChannel']);
  const roles = reader.mapping(top.roles, 'roles', ['admin', 'developer', 'stakeholder']);
  const rate = reader.mapping(top.rateLimit, 'rateLimit', ['burst', 'perMinute']);
  const rateOf = (key: keyof typeof RATE_RANGES): number =>
    reader.wholeNumber(rate[key], `rateLimit.${key}`, {
      range: RATE_RANGES[key],
      otherwise: CONFIG_DEFAULTS.rateLimit[key],
    });
  const config: ConfigFile = {
    roles: {
      admin: reader.roleList(roles.admin, 'roles.admin'),
      developer: reader.roleList(roles.developer, 'roles.developer'),
      stakeholder: reader.roleList(roles.stakeholder, 'roles.stakeholder'),
    },
    rateLimit: { burst: rateOf('burst'), perMinute: rateOf('perMinute') },
    defaultTeam: reader.word(top.defaultTeam, 'defaultTeam', 'the key of a team (ENG) or its id'),
    channels: parseChannels(reader, top.channels),
    digests: parseDigests(reader, top.digests),
    adminChannel:
      top.adminChannel === undefined || top.adminChannel === null
        ? null
        : reader.snowflake(top.adminChannel, 'adminChannel', 'the id of a channel'),
  };
  return { config, problems: reader.problems };
}
