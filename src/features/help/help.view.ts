import type { Card, Reply } from '../../ports/chat.ts';
import type { Audience, CommandSpec, OptionSpec } from '../../ports/command.ts';
import { assertNever } from '../../shared/never.ts';
import { escapeMarkdown, inlineCode, safeLine } from '../../shared/text/markdown.ts';
import { clip, linesWithin, plural } from '../../shared/text/words.ts';
import type { HelpOutcome } from './help.ts';

const HEADINGS: Readonly<Record<Audience, string>> = {
  everyone: 'For everyone',
  stakeholder: 'For stakeholders',
  developer: 'For developers',
  admin: 'For administrators',
};

const MAX_FIELD_CHARS = 1_000;

export function helpView(outcome: HelpOutcome): Reply {
  switch (outcome.kind) {
    case 'overview':
      return { cards: [overviewCard(outcome)] };
    case 'command':
      return { cards: [commandCard(outcome.spec)] };
    case 'no-such-command':
      return { cards: [notFoundCard(outcome)] };
    default:
      return assertNever(outcome);
  }
}

function overviewCard({ groups, withheld }: Extract<HelpOutcome, { kind: 'overview' }>): Card {
  const more =
    withheld > 0
      ? [
          `${plural(withheld, 'more command')} need${withheld === 1 ? 's' : ''} another role. An administrator of this server can give it to you.`,
        ]
      : [];
  return {
    title: 'What you can ask',
    text: [
      `Type ${inlineCode('/')} and a name; names and numbers are suggested while you type. ${inlineCode('/help command:…')} tells more about one.`,
      ...more,
    ].join('\n'),
    fields: groups.map(({ audience, commands }) => ({
      name: HEADINGS[audience],
      value: linesWithin(
        commands.map(commandLine),
        { maxChars: MAX_FIELD_CHARS },
        (left) => `+ ${left} more, suggested by ${inlineCode('/help command:')}`,
      ),
    })),
    tone: 'neutral',
  };
}

/** The example that shows most comes last in the table, so that one stands here. */
function commandLine(spec: CommandSpec): string {
  const example = spec.examples.at(-1);
  const line = `**/${spec.name}** ${escapeMarkdown(spec.description)}`;
  return example === undefined || example === `/${spec.name}` ? line : `${line}\n↳ ${inlineCode(example)}`;
}

function commandCard(spec: CommandSpec): Card {
  const seen = spec.isPrivate ? 'Only you see the answer.' : 'Everyone in the channel sees the answer.';
  return {
    title: `/${spec.name}`,
    text: [`${escapeMarkdown(spec.description)}.`, seen, ...menuLine(spec)].join('\n'),
    fields: [
      ...(spec.options.length > 0
        ? [
            {
              name: 'Options',
              value: linesWithin(
                spec.options.map(optionLine),
                { maxChars: MAX_FIELD_CHARS },
                (left) => `+ ${left} more, shown while you type`,
              ),
            },
          ]
        : []),
      ...(spec.examples.length > 0
        ? [
            {
              name: spec.examples.length === 1 ? 'Example' : 'Examples',
              value: spec.examples.map(inlineCode).join('\n'),
            },
          ]
        : []),
    ],
    tone: 'neutral',
  };
}

function menuLine({ menu, menuName }: CommandSpec): string[] {
  if (menu === undefined || menuName === undefined) return [];
  return [`Also in the menu of each ${menu}: right click (or press long) → Apps → **${safeLine(menuName)}**.`];
}

function optionLine(option: OptionSpec): string {
  const notes = [
    ...(option.isRequired ? ['needed'] : []),
    ...(option.hasSuggestions ? ['suggested while you type'] : []),
    ...(option.choices ? [`one of ${option.choices.map((choice) => choice.name).join(', ')}`] : []),
    ...(option.type === 'yes-no'
      ? ['yes or no']
      : option.type === 'whole-number'
        ? ['a whole number']
        : option.type === 'member'
          ? ['a member of this server']
          : []),
  ];
  return `**${safeLine(option.name)}** ${escapeMarkdown(option.description)}${notes.length > 0 ? ` (${escapeMarkdown(notes.join('; '))})` : ''}`;
}

function notFoundCard({ typed, near }: Extract<HelpOutcome, { kind: 'no-such-command' }>): Card {
  const lines = near.map((spec) => `**/${spec.name}** ${escapeMarkdown(spec.description)}`);
  return {
    title: `There is no command “/${safeLine(clip(typed, 40))}” that you may use`,
    text: [
      ...(lines.length > 0 ? ['Did you mean:', ...lines] : []),
      `${inlineCode('/help')} lists all that you may use.`,
    ].join('\n'),
    tone: 'attention',
  };
}
