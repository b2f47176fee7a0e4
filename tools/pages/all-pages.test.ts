import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/features/registry.ts';
import { METRICS } from '../../src/ports/metrics.ts';
import { CONFIG_DEFAULTS, parseConfigFile } from '../../src/settings/config-file.ts';
import { parseSettings } from '../../src/settings/parse-settings.ts';
import { sourcesWithoutFiles } from '../../src/settings/sources.ts';
import { SETTING_NAMES, specOf } from '../../src/settings/table.ts';
import { CATALOGUE } from '../../src/shared/errors/catalogue.ts';
import { stalePages, tablePages } from './all-pages.ts';
import { table } from './markdown.ts';

function textOf(path: string): string {
  return tablePages().find((page) => page.path === path)?.text ?? '';
}

describe('generated pages', () => {
  it('name every row of their tables', () => {
    for (const name of SETTING_NAMES) expect(textOf('docs/settings.md')).toContain(`\n### ${name}\n`);
    for (const name of Object.keys(METRICS)) expect(textOf('docs/metrics.md')).toContain(`| \`${name}\` |`);
    for (const name of Object.keys(CATALOGUE)) expect(textOf('docs/errors.md')).toContain(`\n## \`${name}\`\n`);
    for (const { spec } of COMMANDS) expect(textOf('docs/commands.md')).toContain(`\n### /${spec.name}\n`);
  });

  it('are stale when their file differs or is missing, but not by the line ends of the system', () => {
    const pages = [{ path: 'a', text: '1\n2\n' }];
    expect(stalePages(pages, () => '1\r\n2\r\n')).toEqual([]);
    expect(stalePages(pages, () => '1\n')).toEqual(pages);
    expect(stalePages(pages, () => null)).toEqual(pages);
  });

  it('keep a table whole whatever stands in its cells', () => {
    expect(table(['A', 'B'], [['x|y', 'one\ntwo']])).toBe('| A | B |\n| --- | --- |\n| x\\|y | one two |');
  });
});

describe('.env.example', () => {
  const example = textOf('.env.example');

  it('holds no value until somebody fills in the required ones', () => {
    expect(parseEnv(example)).toEqual({ DISCORD_BOT_TOKEN: '' });
  });

  it('works with every line that can be taken as it stands', () => {
    const lines = example.split('\n').map((line) => line.replace(/^# (?=[A-Z_]+=)/, ''));
    const values = { ...parseEnv(lines.join('\n')), DISCORD_BOT_TOKEN: 'some-token-or-other', ALLOW_PUBLIC_HOST: 'no' };
    expect(parseSettings(sourcesWithoutFiles('/srv/bot', values))).toMatchObject({ kind: 'ok' });
  });

  it('has no line too long to read', () => {
    expect(example.split('\n').filter((line) => line.length > 110 && !line.includes('http'))).toEqual([]);
  });
});

describe('the table of settings', () => {
  it.each(SETTING_NAMES.filter((name) => !specOf(name).isSecret))('%s has an example and a default that do', (name) => {
    const { type, example, default: usual } = specOf(name);
    expect(type.parse(example)).toHaveProperty('value');
    if (usual !== null) expect(type.parse(usual)).toHaveProperty('value');
  });

  it.each(SETTING_NAMES.filter((name) => specOf(name).isSecret))(
    '%s has an example that nobody can take for a value',
    (name) => {
      expect(specOf(name).type.parse(specOf(name).example)).toHaveProperty('wrong');
    },
  );
});

describe('config/onomancer.example.yml', () => {
  it('is valid, and shows the defaults of what it does not decide', () => {
    const yaml = /```yaml\n([\s\S]*?)```/.exec(textOf('docs/settings.md'))?.[1] ?? '';
    const { config, problems } = parseConfigFile(parse(yaml, { intAsBigInt: true }), 'example');
    expect(problems).toEqual([]);
    expect(config.rateLimit).toEqual(CONFIG_DEFAULTS.rateLimit);
  });
});
