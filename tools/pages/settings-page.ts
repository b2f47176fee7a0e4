import { readFileSync } from 'node:fs';
import type { SettingName } from '../../src/settings/table.ts';
import { SETTING_NAMES, specOf } from '../../src/settings/table.ts';
import type { Page } from './markdown.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

const WHERE = `## Where settings come from

1. \`secrets/.env.local\`: lines \`NAME=value\`. Start from [.env.example](../.env.example). It is for its owner alone (\`chmod 600\`); the bot says so when it is not.
2. The environment of the process. **The file goes before it**: process managers keep the environment of the first start, PM2 even across reboots, so an edited file would lose to values that nobody sees any more. When both have a value and they differ, the bot names both places at the start.
3. The defaults below.

A secret can also stand in a file of its own, named by \`NAME_FILE\` in either place (\`DISCORD_BOT_TOKEN_FILE=/run/secrets/discord\`). \`NAME\` and \`NAME_FILE\` in the same place are a mistake. An empty value counts as none.

Who may do what, and how often, is not for each machine and not secret: that is the [configuration file](#the-configuration-file).

When something is wrong, the bot tells **all** of it at once: what it found (secrets masked), what it wants and where to set it. Then it ends with exit code 78, and has started and written nothing. Names that nothing reads are told too. Tokens are checked by using them: their shape is up to the service that made them.`;

/** docs/settings.md: every setting, and the configuration file. */
export function settingsPage(): Page {
  const groups = [...new Set(SETTING_NAMES.map((name) => specOf(name).group))];
  const example = readFileSync(new URL('../../config/onomancer.example.yml', import.meta.url), 'utf8').trim();
  return page('docs/settings.md', [
    generatedFrom('src/settings/table.ts and config/onomancer.example.yml'),
    '# Settings',
    'Only `DISCORD_BOT_TOKEN` is needed. Changes count after a restart. The id of the application (`DISCORD_CLIENT_ID` elsewhere) is not needed: Discord tells it to whoever holds the token.',
    overview(),
    WHERE,
    ...groups.flatMap((group) => [
      `## ${group}`,
      ...SETTING_NAMES.filter((name) => specOf(name).group === group).map(details),
    ]),
    '## The configuration file',
    '`config/onomancer.yml` (or `CONFIG_FILE`) is YAML, and may be missing. Every mistake in it is told with its place, like `roles.developer[1]`. This is `config/onomancer.example.yml`:',
    `\`\`\`yaml\n${example}\n\`\`\``,
  ]);
}

function overview(): string {
  const rows = SETTING_NAMES.map((name) => {
    const spec = specOf(name);
    return [`[${code(name)}](#${name.toLowerCase()})`, defaultOf(name), spec.isSecret ? 'secret' : '', spec.neededBy];
  });
  return table(['Setting', 'Default', '', 'For'], rows);
}

function defaultOf(name: SettingName): string {
  const spec = specOf(name);
  if (spec.default !== null) return code(spec.default);
  return spec.isRequired ? '**required**' : 'none';
}

function details(name: SettingName): string {
  const spec = specOf(name);
  const facts = [
    `- Value: ${spec.type.wanted}.`,
    `- Default: ${defaultOf(name)}.`,
    ...(spec.isSecret
      ? [`- Secret: never shown or logged. Can stand in a file named by ${code(`${name}_FILE`)}.`]
      : [`- Example: ${code(`${name}=${spec.example}`)}`]),
    ...(spec.setIn === 'environment' ? ['- Only in the environment: it says where the files are.'] : []),
    ...(spec.whereToGet === null ? [] : [`- Where to get it: ${spec.whereToGet}`]),
  ];
  return [`### ${name}`, spec.summary, facts.join('\n')].join('\n\n');
}
