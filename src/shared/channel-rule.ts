import type { NoticeKind } from './notice-kinds.ts';

/** What one channel is told, and what becomes of feedback that is captured in it; as the configuration says. */
export interface ChannelRule {
  readonly channelId: string;
  readonly tells: readonly NoticeKind[];
  /** Only news about these; an empty list does not limit. Names without regard to case. */
  readonly only: {
    readonly teams: readonly string[];
    readonly projects: readonly string[];
    readonly labels: readonly string[];
    readonly branches: readonly string[];
  };
  /** Where captured feedback goes: key of a team, name of a project. */
  readonly captures: { readonly team: string | null; readonly project: string | null };
}
