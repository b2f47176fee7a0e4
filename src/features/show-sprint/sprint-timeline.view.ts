import type { CardField, Reply } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import type { Dated, Sprint } from '../../ports/issue-tracker.ts';
import {
  assigneeName,
  blockerWords,
  issueName,
  lastDayOf,
  staleNote,
  stateMark,
  stateName,
} from '../../ports/issue-words.ts';
import type { Picture } from '../../ports/pictures.ts';
import { datesOf, sprintTitle } from '../../ports/sprint-picture.ts';
import { type Timeline, timelineAlt } from '../../shared/charts/timeline.ts';
import { timelineChart } from '../../shared/charts/timeline-chart.ts';
import { safeLine } from '../../shared/text/markdown.ts';
import { clip, dateTag, linesWithin, plural, relativeTime } from '../../shared/text/words.ts';
import type { SprintTimeline } from './sprint-timeline.ts';

const MAX_FIELD_CHARS = 1_000;
const MAX_LINES = 20;
/** Discord takes descriptions of 1,024 characters for a picture. */
const MAX_ALT_CHARS = 1_000;

/** Who works on what when, as a picture, with what waits for what in words. */
export function sprintTimelineView(dated: Dated<Sprint>, timeline: SprintTimeline, now: Date): Reply {
  const { cycle } = dated.value;
  const data: Timeline = {
    title: sprintTitle(dated.value),
    subtitle: `Who works on what · ${datesOf(dated.value, now)}`,
    startsAt: cycle.startsAt,
    endsAt: cycle.endsAt,
    now,
    lanes: timeline.lanes,
  };
  const lines = [
    staleNote(dated),
    `${dateTag(cycle.startsAt)} to ${dateTag(lastDayOf(cycle))} · updated ${relativeTime(dated.asOf)}`,
    ...(timeline.lanes.length === 0 ? ['No issues are in this sprint.'] : []),
  ];
  return {
    cards: [
      {
        title: safeLine(clip(data.title, 120)),
        text: lines.filter((line) => line !== null).join('\n'),
        fields: [...chainField(timeline), ...blockedField(timeline)],
        tone: timeline.blocked.length > 0 || dated.isStale ? 'attention' : 'neutral',
      },
    ],
    buttons: [
      [
        actionButton('sprint-timeline', `show:${cycle.id}`, { label: 'Refresh', style: 'secondary' }),
        actionButton('show-sprint', `refresh:${cycle.id}`, { label: 'Back to the sprint', style: 'secondary' }),
      ],
    ],
    ...(data.lanes.some(({ bars }) => bars.length > 0) ? { pictures: [pictureOf(data)] } : {}),
  };
}

function pictureOf(data: Timeline): Picture {
  return { name: 'timeline.png', alt: clip(timelineAlt(data), MAX_ALT_CHARS), svg: timelineChart(data) };
}

function chainField({ chain, chainPoints }: SprintTimeline): readonly CardField[] {
  if (chain.length === 0) return [];
  const lines = chain.map(
    (issue, index) =>
      `${index === 0 ? '' : '↳ then '}${stateMark(issue.state.type)} ${issueName(issue, 50)} (${stateName(issue.state)}) · ${assigneeName(issue)}`,
  );
  const value = linesWithin(lines, { maxChars: MAX_FIELD_CHARS, maxLines: MAX_LINES }, (left) => `+ ${left} more`);
  return [{ name: `🔗 Longest chain: ${plural(chain.length, 'issue')}, ${plural(chainPoints, 'point')}`, value }];
}

function blockedField({ blocked }: SprintTimeline): readonly CardField[] {
  if (blocked.length === 0) return [];
  const lines = blocked.map(
    (issue) => `${issueName(issue, 50)} · ${assigneeName(issue)}\n↳ waits for ${blockerWords(issue)}`,
  );
  const value = linesWithin(lines, { maxChars: MAX_FIELD_CHARS, maxLines: MAX_LINES }, (left) => `+ ${left} more`);
  return [{ name: `⛔ Blocked: ${blocked.length}`, value }];
}
