import type { ChannelRule } from '../shared/channel-rule.ts';
import { NOTICE_KIND_NAMES, NOTICE_SELECTIONS, type NoticeKind, type NoticeSelection } from '../shared/notice-kinds.ts';
import { type ConfigReader, describe } from './config-reader.ts';
import { nearestName } from './names.ts';

const SELECTIONS = Object.keys(NOTICE_SELECTIONS) as readonly NoticeSelection[];
const TELLS = `one of ${SELECTIONS.join(', ')}, or a list of ${NOTICE_KIND_NAMES.join(', ')}`;

/** The section `channels`; what is wrong goes to the reader. */
export function parseChannels(reader: ConfigReader, value: unknown): readonly ChannelRule[] {
  const seen = new Set<string>();
  return reader.list(value, 'channels', 'a list of channels, each with an id').flatMap((entry, index) => {
    const path = `channels[${index}]`;
    const fields = reader.mapping(entry, path, ['channel', 'tells', 'only', 'captures']);
    const channelId = reader.snowflake(fields.channel, `${path}.channel`, 'the id of a channel');
    const only = reader.mapping(fields.only, `${path}.only`, ['teams', 'projects', 'labels', 'branches']);
    const captures = reader.mapping(fields.captures, `${path}.captures`, ['team', 'project']);
    const names = (key: 'teams' | 'projects' | 'labels' | 'branches', wanted: string): readonly string[] =>
      reader.words(only[key], `${path}.only.${key}`, wanted);
    const rule = {
      tells: tellsOf(reader, fields.tells, `${path}.tells`),
      only: {
        teams: names('teams', 'the key of a team'),
        projects: names('projects', 'the name of a project'),
        labels: names('labels', 'the name of a label'),
        branches: names('branches', 'the name of a branch'),
      },
      captures: {
        team: reader.word(captures.team, `${path}.captures.team`, 'the key of a team (ENG)'),
        project: reader.word(captures.project, `${path}.captures.project`, 'the name of a project'),
      },
    };
    if (channelId === null) return [];
    if (seen.has(channelId)) reader.refuse(`${path}.channel`, `${channelId} once more`, 'each channel once');
    seen.add(channelId);
    return [{ channelId, ...rule }];
  });
}

/** Nothing said: nothing told, the channel is there for its captures. */
function tellsOf(reader: ConfigReader, value: unknown, path: string): readonly NoticeKind[] {
  if (value === undefined || value === null) return [];
  const selection = SELECTIONS.find((name) => name === value);
  if (selection !== undefined) return NOTICE_SELECTIONS[selection];
  if (!Array.isArray(value)) {
    reader.refuse(path, describe(value), TELLS);
    return [];
  }
  return value.flatMap((entry: unknown, index) => {
    const kind = NOTICE_KIND_NAMES.find((name) => name === entry);
    if (kind !== undefined) return [kind];
    const meant = typeof entry === 'string' ? nearestName(entry, NOTICE_KIND_NAMES) : null;
    reader.refuse(`${path}[${index}]`, describe(entry), meant === null ? TELLS : `did you mean ${meant}?`);
    return [];
  });
}
