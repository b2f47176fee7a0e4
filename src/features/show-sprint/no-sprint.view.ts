import type { Card, Reply } from '../../ports/chat.ts';
import type { Cycle, Dated, Team } from '../../ports/issue-tracker.ts';
import { cycleLabel, cycleName, staleNote } from '../../ports/issue-words.ts';
import { inlineCode, safeLine } from '../../shared/text/markdown.ts';
import { clip, linesWithin, list, relativeTime } from '../../shared/text/words.ts';
import { cycleAt, type SprintOutcome } from './choose-sprint.ts';

type NoSprint = Exclude<SprintOutcome, { kind: 'sprint' }>;

const MAX_LIST_CHARS = 1500;

/** Why there is no sprint to show, and what to type instead. */
export function noSprintView(dated: Dated<NoSprint>): Reply {
  const card = cardFor(dated.value);
  const text = [staleNote(dated), card.text].filter((part) => part !== null && part !== undefined).join('\n');
  return { cards: [{ tone: 'attention', ...card, text }] };
}

function cardFor(outcome: NoSprint): Card {
  switch (outcome.kind) {
    case 'no-cycle-there':
      return noCycleThere(outcome);
    case 'no-such-sprint':
      return noSuchSprint(outcome);
    case 'no-such-team':
      return {
        title: outcome.isAmbiguous
          ? `“${quoted(outcome.typed)}” can be several teams`
          : `There is no team “${quoted(outcome.typed)}”`,
        text:
          outcome.near.length > 0
            ? `${outcome.isAmbiguous ? 'Name one' : 'Did you mean'}:\n${teamLines(outcome.near)}`
            : teamsToName(outcome.teams),
      };
    case 'default-team-unknown':
      return {
        title: 'The team in the settings is not in Linear',
        text: `LINEAR_TEAM_ID names ${inlineCode(quoted(outcome.typed))}, which Linear does not know. An administrator can correct it.\n${teamsToName(outcome.teams)}`,
      };
    case 'which-team':
      return whichTeam(outcome);
  }
}

function noCycleThere({ place, team, cycles }: Extract<NoSprint, { kind: 'no-cycle-there' }>): Card {
  const what = { current: 'no running cycle', next: 'no next cycle yet', previous: 'no previous cycle' }[place];
  const others = (['current', 'next', 'previous'] as const).flatMap((other) => {
    const cycle = other === place ? null : cycleAt(cycles, other);
    return cycle
      ? [`${capital(other)}: ${neighbour(cycle)} → ${inlineCode(`/show-sprint sprint:${other} team:${team.key}`)}`]
      : [];
  });
  return {
    title: `${quoted(team.name)} has ${what}`,
    text:
      others.length > 0
        ? others.join('\n')
        : 'Linear has no cycles for this team around now. Someone who manages the team in Linear can plan them.',
  };
}

function noSuchSprint({ typed, team, near, isAmbiguous }: Extract<NoSprint, { kind: 'no-such-sprint' }>): Card {
  const teamPart = team ? ` in ${quoted(team.name)}` : '';
  const lines = near.map(
    (cycle) =>
      `${safeLine(clip(cycleLabel(cycle), 80))} → ${inlineCode(`/show-sprint sprint:${cycle.number} team:${cycle.team.key}`)}`,
  );
  const known =
    lines.length > 0
      ? `${isAmbiguous ? 'These fit' : 'These come closest'}:\n${linesWithin(lines, { maxChars: MAX_LIST_CHARS }, (left) => `+ ${left} more`)}\n`
      : '';
  return {
    title:
      team === null
        ? 'That sprint is not in Linear any more'
        : isAmbiguous
          ? `“${quoted(typed)}” can be several sprints${teamPart}`
          : `There is no sprint “${quoted(typed)}”${teamPart}`,
    text: `${known}You can also give ${list(['current', 'next', 'previous'].map(inlineCode))}, or a cycle's number or name.`,
  };
}

function whichTeam({ teams, running }: Extract<NoSprint, { kind: 'which-team' }>): Card {
  if (teams.length === 0) {
    return {
      title: 'Linear shows no teams to this bot',
      text: 'An administrator checks which teams the Linear key of this bot may see.',
    };
  }
  const title = running.length > 0 ? `${running.length} teams have a running cycle: which one?` : 'Which team?';
  return { title, text: teamsToName(running.length > 0 ? running : teams) };
}

function teamsToName(teams: readonly Team[]): string {
  return teams.length === 0 ? 'Linear shows no teams to this bot.' : `Name one:\n${teamLines(teams)}`;
}

function teamLines(teams: readonly Team[]): string {
  const lines = teams.map(
    (team) => `${safeLine(clip(team.name, 60))} → ${inlineCode(`/show-sprint team:${team.key}`)}`,
  );
  return linesWithin(
    lines,
    { maxChars: MAX_LIST_CHARS },
    (left) => `+ ${left} more, suggested while you type the team`,
  );
}

function neighbour(cycle: Cycle): string {
  const name = `**${safeLine(clip(cycleName(cycle), 60))}**`;
  switch (cycle.when) {
    case 'future':
      return `${name}, starts ${relativeTime(cycle.startsAt)}`;
    case 'active':
      return `${name}, ends ${relativeTime(cycle.endsAt)}`;
    case 'past':
      return `${name}, ended ${relativeTime(cycle.endsAt)}`;
  }
}

function quoted(text: string): string {
  return safeLine(clip(text, 50));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
