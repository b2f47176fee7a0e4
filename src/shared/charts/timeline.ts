import { oneLine } from '../text/markdown.ts';

/** One issue on the timeline. */
export interface TimelineBar {
  /** `ENG-12`; arrows find it by this. */
  readonly id: string;
  readonly title: string;
  /** Null: not started, so it stands behind today. */
  readonly from: Date | null;
  /** Null: not finished. */
  readonly to: Date | null;
  readonly state: 'done' | 'started' | 'waiting';
  /** Ids of open issues that it waits for; those that are not in the picture are only counted. */
  readonly waitsFor: readonly string[];
  readonly isCritical: boolean;
}

export interface TimelineLane {
  readonly name: string;
  /** Important ones first; those that are shown are drawn in the order in which they were started. */
  readonly bars: readonly TimelineBar[];
}

export interface Timeline {
  readonly title: string;
  readonly subtitle: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly now: Date;
  /** Who works on what; lanes and bars that have no room are counted, so the important ones come first. */
  readonly lanes: readonly TimelineLane[];
}

/** The picture in words. Plain text. */
export function timelineAlt({ title, lanes }: Timeline): string {
  const people = lanes.map(({ name, bars }) => {
    const count = (state: TimelineBar['state']): number => bars.filter((bar) => bar.state === state).length;
    const parts = [`${count('started')} in work`, `${count('waiting')} not started`, `${count('done')} done`];
    return `${oneLine(name)}: ${parts.join(', ')}`;
  });
  const bars = lanes.flatMap((lane) => lane.bars);
  const chain = bars.filter(({ isCritical }) => isCritical).map(({ id }) => id);
  const blocked = bars
    .filter(({ waitsFor }) => waitsFor.length > 0)
    .map(({ id, waitsFor }) => `${id} waits for ${waitsFor.slice(0, 3).join(' and ')}`);
  return [
    `Timeline of ${oneLine(title)}`,
    people.join('; ') || 'Nothing is in it',
    ...(blocked.length > 0 ? [`Blocked: ${blocked.join('; ')}`] : []),
    ...(chain.length > 0 ? [`In the longest chain: ${chain.join(', ')}`] : []),
  ]
    .join('. ')
    .concat('.');
}
