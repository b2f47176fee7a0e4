import { COMMANDS } from '../../src/features/registry.ts';
import type { Audience, CommandSpec, OptionSpec } from '../../src/ports/command.ts';
import type { Page } from './markdown.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

const TITLES: readonly (readonly [Audience, string])[] = [
  ['everyone', 'For everyone'],
  ['stakeholder', 'For stakeholders'],
  ['developer', 'For developers'],
  ['admin', 'For admins'],
];

const INTRO =
  'Which Discord role makes somebody a stakeholder, a developer or an admin stands in the [configuration file](settings.md#the-configuration-file). An admin may do everything, and a developer everything that a stakeholder may. `/help` shows each person what they may use.';

/** docs/commands.md: every command by who may use it. */
export function commandsPage(): Page {
  const specs = COMMANDS.map(({ spec }) => spec);
  const groups = TITLES.map(([audience, title]) => ({
    title,
    specs: specs.filter((spec) => spec.audience === audience),
  }));
  return page('docs/commands.md', [
    generatedFrom('src/features/registry.ts'),
    '# Commands',
    INTRO,
    ...groups
      .filter((group) => group.specs.length > 0)
      .flatMap((group) => [`## ${group.title}`, ...group.specs.map(section)]),
  ]);
}

function section(spec: CommandSpec): string {
  const parts = [
    `### /${spec.name}`,
    `${spec.description.replace(/(?<![.!?])$/, '.')}${spec.isPrivate ? ' Only you see the reply.' : ''}`,
  ];
  if (spec.menu !== undefined && spec.menuName !== undefined)
    parts.push(`Also in the menu of each ${spec.menu}: right click (or press long) → Apps → **${spec.menuName}**.`);
  if (spec.options.length > 0) parts.push(table(['Option', 'Value', 'What it does'], spec.options.map(optionRow)));
  if (spec.examples.length > 0) parts.push(`\`\`\`text\n${spec.examples.join('\n')}\n\`\`\``);
  return parts.join('\n\n');
}

const TYPES: Readonly<Record<OptionSpec['type'], string>> = {
  text: 'text',
  'whole-number': 'whole number',
  'yes-no': 'yes or no',
  member: 'a member of the server',
};

function optionRow(option: OptionSpec): readonly string[] {
  const choices = option.choices?.map(({ name }) => name).join(', ');
  const value = choices ?? TYPES[option.type] + (option.hasSuggestions ? ', with suggestions' : '');
  return [`${code(option.name)}${option.isRequired ? ' (required)' : ''}`, value, option.description];
}
