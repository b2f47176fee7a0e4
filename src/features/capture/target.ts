import type { ChannelRule } from '../../shared/channel-rule.ts';

/** Where captured feedback goes: key or id of a team, name of a project. */
export interface CaptureTarget {
  readonly team: string | null;
  readonly project: string | null;
}

/** As the configuration says for the channel; in a thread, for the channel that it belongs to when it has none itself. */
export function captureTarget(
  { channels, defaultTeam }: { readonly channels: readonly ChannelRule[]; readonly defaultTeam: string | null },
  channelIds: readonly (string | null)[],
): CaptureTarget {
  const rule = channelIds
    .map((id) => channels.find(({ channelId }) => channelId === id))
    .find((one) => one !== undefined);
  return { team: rule?.captures.team ?? defaultTeam, project: rule?.captures.project ?? null };
}
