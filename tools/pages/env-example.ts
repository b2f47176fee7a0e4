import type { SettingName, SettingSpec } from '../../src/settings/table.ts';
import { SETTING_NAMES, specOf } from '../../src/settings/table.ts';
import type { Page } from './markdown.ts';
import { page } from './markdown.ts';

const WIDTH = 100;

const HEAD = `# Settings of Onomancer. Generated from src/settings/table.ts by \`npm run generate\`; do not edit this example.
#
#   mkdir -p -m 700 secrets && cp .env.example secrets/.env.local && chmod 600 secrets/.env.local
#
# Then fill in DISCORD_BOT_TOKEN in secrets/.env.local; everything else is optional.
# A value here goes before the same name in the environment. docs/settings.md tells the whole story.`;

/** `.env.example`: every setting that can stand in the file, with its default. */
export function envExamplePage(): Page {
  const names = SETTING_NAMES.filter((name) => specOf(name).setIn === 'anywhere');
  const groups = [...new Set(names.map((name) => specOf(name).group))];
  const parts = groups.flatMap((group) => [
    `# ---- ${group} ${'-'.repeat(60 - group.length)}`,
    ...names.filter((name) => specOf(name).group === group).map(entry),
  ]);
  return page('.env.example', [HEAD, ...parts]);
}

function entry(name: SettingName): string {
  const spec = specOf(name);
  const remarks = [
    spec.summary,
    ...(spec.whereToGet === null ? [] : [`Where: ${spec.whereToGet}`]),
    ...(spec.isSecret ? [`Or ${name}_FILE=PATH of a file that holds it.`] : []),
  ];
  return [...remarks.flatMap(remark), assignment(name, spec)].join('\n');
}

function assignment(name: SettingName, spec: SettingSpec): string {
  if (spec.isRequired) return `${name}=`;
  // A secret has no example that one could mistake for a value.
  return `# ${name}=${spec.default ?? (spec.isSecret ? '' : spec.example)}`;
}

function remark(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
