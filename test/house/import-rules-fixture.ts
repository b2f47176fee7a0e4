/** A small tree with the layout of this repository that keeps every import rule, and one way to break each. */

/** One forbidden import, added to the end of a file of the clean tree (or of a file in `files`). */
export interface Break {
  readonly rule: string;
  readonly in: string;
  readonly imports: string;
  /** Files that the break needs beside the clean tree. */
  readonly files?: Readonly<Record<string, string>>;
}

const PACKAGES = [
  '@discordjs/core',
  '@linear/sdk',
  '@octokit/webhooks-methods',
  'cockatiel',
  'discord-api-types',
  'fastify',
  'kysely',
  'not-in-the-table',
  'pino',
  'prom-client',
  '@resvg/resvg-js',
  '@secretlint/types',
  'vitest',
  'yaml',
  'zod',
];

function installed(name: string): [path: string, text: string][] {
  return [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, ''],
  ];
}

function manifest(names: readonly string[]): string {
  return JSON.stringify({ name: 'fixture', devDependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) });
}

const imports = (...from: string[]) => from.map((specifier) => `import '${specifier}';\n`).join('');

export const CLEAN_TREE: Readonly<Record<string, string>> = {
  'package.json': manifest(PACKAGES),
  'tsconfig.json': '{}',
  'src/bot.ts': imports('./build-app.ts', 'node:fs'),
  'src/register-commands.ts': imports('./build-app.ts', './adapters/discord/gateway.ts'),
  'src/database.ts': imports('./adapters/discord/gateway.ts'),
  'src/build-app.ts': imports(
    './adapters/discord/gateway.ts',
    './adapters/linear/tracker.ts',
    './adapters/pino-log/log.ts',
    './adapters/prom-metrics/metrics.ts',
    './adapters/resvg/draw.ts',
    './adapters/secretlint/scan.ts',
    './adapters/settings-files/read.ts',
    './adapters/sqlite/store.ts',
    './bot/dispatch.ts',
    './build/parts.ts',
    './http/server.ts',
    './outbox/send.ts',
    './schedule/tick.ts',
    './settings/parse.ts',
    './webhooks/receive.ts',
  ),
  'src/build/parts.ts': imports('../adapters/linear/tracker.ts', '../shared/clock.ts'),
  'src/shared/clock.ts': imports('node:path', 'node:crypto'),
  'src/settings/parse.ts': imports('../shared/clock.ts'),
  'src/ports/tracker.ts': imports('../shared/clock.ts'),
  'src/features/registry.ts': imports('./help/help.command.ts', './sprint/sprint.command.ts'),
  'src/features/help/help.command.ts': imports('./help.view.ts', '../../ports/tracker.ts'),
  'src/features/help/help.view.ts': imports('../../shared/clock.ts'),
  'src/features/sprint/sprint.command.ts': imports('../../ports/tracker.ts'),
  'src/bot/dispatch.ts': imports('../features/registry.ts', '../ports/tracker.ts'),
  'src/bot/dispatch.test.ts': imports('vitest', './dispatch.ts', '../../test/fakes/tracker.ts', 'node:fs'),
  'src/webhooks/receive.ts': imports('../ports/tracker.ts'),
  'src/schedule/tick.ts': imports('../ports/tracker.ts'),
  'src/outbox/send.ts': imports('../ports/tracker.ts'),
  'src/http/server.ts': imports('../ports/tracker.ts', 'fastify', 'zod', 'node:http'),
  'src/adapters/discord/gateway.ts': imports('@discordjs/core', 'discord-api-types', '../../ports/tracker.ts'),
  'src/adapters/linear/tracker.ts': imports('@linear/sdk', 'cockatiel', 'zod', '../../ports/tracker.ts', './query.ts'),
  'src/adapters/linear/query.ts': imports('../../shared/clock.ts'),
  'src/adapters/pino-log/log.ts': imports('pino'),
  'src/adapters/prom-metrics/metrics.ts': imports('prom-client'),
  'src/adapters/resvg/draw.ts': imports('@resvg/resvg-js'),
  'src/adapters/secretlint/scan.ts': imports('@secretlint/types'),
  'src/adapters/settings-files/read.ts': imports('yaml', 'node:fs', '../../settings/parse.ts'),
  'src/adapters/sqlite/store.ts': imports('kysely', '../../ports/tracker.ts'),
  'src/ops/main.ts': imports('./commands/deploy.ts'),
  'src/ops/commands/deploy.ts': imports('../plans/deploy.ts', '../run/shell.ts', '../../settings/parse.ts'),
  'src/ops/plans/deploy.ts': imports('../../shared/clock.ts'),
  'src/ops/run/shell.ts': imports('node:child_process'),
  'sandbox/main.ts': imports('../src/shared/clock.ts', 'discord-api-types', 'node:http'),
  'sandbox/test-bot.ts': imports('@discordjs/core'),
  'sandbox/main.test.ts': imports('vitest', './test-bot.ts'),
  'test/fakes/tracker.ts': imports('../../src/ports/tracker.ts'),
  'test/house/house.test.ts': imports('vitest', '../../src/build-app.ts'),
  'tools/pages.ts': imports('../src/settings/parse.ts'),
  ...Object.fromEntries(PACKAGES.flatMap(installed)),
};

const room = (name: string, file: string, specifier: string): Break => ({
  rule: `${name}-looks-only-down`,
  in: file,
  imports: specifier,
});

const packageOutside = (rule: string, specifier: string): Break => ({
  rule,
  in: 'src/build-app.ts',
  imports: specifier,
});

export const BREAKS: readonly Break[] = [
  room('shared', 'src/shared/clock.ts', '../adapters/pino-log/log.ts'),
  room('settings', 'src/settings/parse.ts', '../ports/tracker.ts'),
  room('ports', 'src/ports/tracker.ts', '../settings/parse.ts'),
  room('features', 'src/features/help/help.view.ts', '../../adapters/linear/query.ts'),
  room('features', 'src/features/help/help.view.ts', '../../settings/parse.ts'),
  room('adapters', 'src/adapters/linear/query.ts', '../../features/help/help.view.ts'),
  room('bot', 'src/bot/dispatch.ts', '../adapters/linear/query.ts'),
  room('webhooks', 'src/webhooks/receive.ts', '../bot/dispatch.ts'),
  room('schedule', 'src/schedule/tick.ts', '../outbox/send.ts'),
  room('outbox', 'src/outbox/send.ts', '../features/registry.ts'),
  room('http', 'src/http/server.ts', '../bot/dispatch.ts'),
  room('ops', 'src/ops/run/shell.ts', '../../ports/tracker.ts'),

  {
    rule: 'features-do-not-import-each-other',
    in: 'src/features/help/help.view.ts',
    imports: '../sprint/sprint.command.ts',
  },
  {
    rule: 'adapters-do-not-import-each-other',
    in: 'src/adapters/discord/gateway.ts',
    imports: '../linear/query.ts',
  },
  { rule: 'plans-are-pure', in: 'src/ops/plans/deploy.ts', imports: '../run/shell.ts' },

  { rule: 'no-package-in-shared-settings-ops', in: 'src/shared/clock.ts', imports: 'zod' },
  { rule: 'no-package-in-shared-settings-ops', in: 'src/ops/run/shell.ts', imports: 'not-in-the-table' },
  {
    rule: 'no-package-in-ports-features-bot-webhooks-schedule-outbox',
    in: 'src/features/help/help.view.ts',
    imports: 'discord-api-types',
  },
  packageOutside('discord-only-in-adapters-discord', '@discordjs/core'),
  packageOutside('discord-only-in-adapters-discord', 'discord-api-types'),
  packageOutside('linear-only-in-adapters-linear', '@linear/sdk'),
  packageOutside('github-only-in-adapters-github', '@octokit/webhooks-methods'),
  packageOutside('sqlite-only-in-adapters-sqlite', 'kysely'),
  packageOutside('pino-only-in-adapters-pino-log', 'pino'),
  packageOutside('prom-client-only-in-adapters-prom-metrics', 'prom-client'),
  packageOutside('resvg-only-in-adapters-resvg', '@resvg/resvg-js'),
  packageOutside('secretlint-only-in-adapters-secretlint', '@secretlint/types'),
  packageOutside('yaml-only-in-adapters-settings-files', 'yaml'),
  packageOutside('fastify-only-in-http', 'fastify'),
  packageOutside('cockatiel-only-in-adapters', 'cockatiel'),
  packageOutside('zod-only-in-adapters-http', 'zod'),
  { rule: 'linear-only-in-adapters-linear', in: 'src/adapters/discord/gateway.ts', imports: '@linear/sdk' },
  packageOutside('every-package-has-a-room', 'not-in-the-table'),
  { rule: 'every-package-has-a-room', in: 'src/http/server.ts', imports: 'vitest' },
  { rule: 'effects-live-in-named-rooms', in: 'src/features/help/help.view.ts', imports: 'node:fs' },
  { rule: 'effects-live-in-named-rooms', in: 'src/build-app.ts', imports: 'fs/promises' },
  { rule: 'effects-live-in-named-rooms', in: 'src/ops/plans/deploy.ts', imports: 'node:child_process' },
  { rule: 'node-sqlite-only-in-adapters-sqlite', in: 'src/build-app.ts', imports: 'node:sqlite' },

  {
    rule: 'adapters-only-in-parts-lists',
    in: 'src/stray.ts',
    imports: './adapters/linear/tracker.ts',
    files: { 'src/stray.ts': '', 'src/bot.ts': imports('./build-app.ts', './stray.ts') },
  },
  { rule: 'nobody-imports-an-entrance', in: 'src/register-commands.ts', imports: './bot.ts' },
  { rule: 'nobody-imports-an-entrance', in: 'tools/pages.ts', imports: '../src/ops/main.ts' },
  {
    rule: 'every-room-has-its-line',
    in: 'src/attic/box.ts',
    imports: 'node:path',
    files: { 'src/attic/box.ts': '', 'src/build/parts.ts': imports('../attic/box.ts') },
  },

  { rule: 'src-stands-alone', in: 'src/bot/dispatch.ts', imports: '../../test/fakes/tracker.ts' },
  { rule: 'src-stands-alone', in: 'src/http/server.ts', imports: '../../sandbox/main.ts' },
  { rule: 'src-stands-alone', in: 'src/build-app.ts', imports: '../tools/pages.ts' },
  { rule: 'nobody-imports-a-test', in: 'src/build-app.ts', imports: './bot/dispatch.test.ts' },
  { rule: 'nobody-imports-a-test', in: 'test/fakes/tracker.ts', imports: '../house/house.test.ts' },
  { rule: 'test-support-is-for-tests', in: 'sandbox/main.ts', imports: './test-bot.ts' },
  { rule: 'sandbox-sees-only-shared', in: 'sandbox/main.ts', imports: '../src/adapters/linear/query.ts' },
  { rule: 'sandbox-uses-no-vendor-sdk', in: 'sandbox/main.ts', imports: '@discordjs/core' },

  { rule: 'no-cycles', in: 'src/adapters/linear/query.ts', imports: './tracker.ts' },
  {
    rule: 'no-unreachable-files',
    in: 'src/bot/forgotten.ts',
    imports: 'node:path',
    files: { 'src/bot/forgotten.ts': '' },
  },
  { rule: 'no-unresolvable-imports', in: 'src/bot/dispatch.ts', imports: './gone.ts' },
  { rule: 'no-unresolvable-imports', in: 'src/http/server.ts', imports: 'not-installed' },
];
