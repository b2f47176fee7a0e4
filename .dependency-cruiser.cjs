/**
 * Who may import whom, read top to bottom: leaves first, entrances last. Each rule says why in its comment, and
 * test/house/import-rules.test.ts breaks each one once.
 */
const TESTS = '[.]test[.]ts$';
/** What tests of one folder share may stand beside them. */
const TEST_SUPPORT = '/test-[^/]+[.]ts$';
const ENTRANCES = '^src/(bot|register-commands|database|events|ops/main)[.]ts$';
/** The parts lists: build-app for the bot, the others for the questions that are asked before there is a bot. */
const COMPOSITION = '^src/((build-app|serve|check-tokens|settings-or-exit)[.]ts$|build/)';

/** Node's modules that reach outside the process, or that ask the machine something. */
const EFFECTS =
  '^(node:)?(fs|fs/promises|child_process|http|https|http2|net|tls|dgram|dns|dns/promises|worker_threads|cluster|os|readline|readline/promises|repl|inspector)$';

/** The rooms of src: which other rooms each may look into, and why no more. Tests may look anywhere. */
const ROOMS = {
  shared: { sees: [], why: 'shared is the floor: it stands on node: and on nothing else of ours.' },
  settings: { sees: ['shared'], why: 'settings turns text into typed values; it must not know who uses them.' },
  ports: { sees: ['shared'], why: 'A port is a promise in types; it names no vendor and no feature.' },
  features: { sees: ['shared', 'ports'], why: 'A feature speaks to the world through ports only.' },
  adapters: { sees: ['shared', 'ports', 'settings'], why: 'An adapter keeps one vendor behind a port.' },
  bot: { sees: ['shared', 'ports', 'features'], why: 'The way in from chat knows features and ports, never a vendor.' },
  webhooks: {
    sees: ['shared', 'ports', 'features'],
    why: 'The way in for events knows features and ports, never a vendor.',
  },
  schedule: { sees: ['shared', 'ports', 'features'], why: 'The clock is a way in like the others.' },
  outbox: {
    sees: ['shared', 'ports'],
    why: 'The one way out for work that did not start in chat sends; it decides nothing.',
  },
  http: { sees: ['shared', 'ports'], why: 'HTTP shows and receives; what things mean is decided behind ports.' },
  ops: { sees: ['shared', 'settings'], why: 'The toolkit must run on a host where the bot cannot start.' },
};

/** Rooms that use no npm package at all. */
const WITHOUT_PACKAGES = {
  '(shared|settings|ops)': 'It runs on a bare server before anything is installed, and when node_modules is broken.',
  '(ports|features|bot|webhooks|schedule|outbox)':
    'What the product knows is plain TypeScript; a package lives behind a port.',
};

/** Where each npm package of the product may be imported. */
const PACKAGES = {
  discord: {
    names: '@discordjs/|discord-api-types/',
    room: 'adapters/discord',
    why: "Discord's protocol ends at its adapter.",
  },
  linear: { names: '@linear/', room: 'adapters/linear', why: "Linear's protocol ends at its adapter." },
  github: {
    names: '@octokit/webhooks-methods/',
    room: 'adapters/github',
    why: "GitHub's protocol ends at its adapter.",
  },
  sqlite: {
    names: 'kysely/|@photostructure/sqlite/',
    room: 'adapters/sqlite',
    why: 'SQL ends at the adapter of the store.',
  },
  secretlint: {
    names: '@secretlint/',
    room: 'adapters/secretlint',
    why: 'What counts as a secret is decided behind one port.',
  },
  pino: {
    names: 'pino/',
    room: 'adapters/pino-log',
    why: 'Everybody else logs through the port, so that nothing escapes redaction.',
  },
  'prom-client': {
    names: 'prom-client/',
    room: 'adapters/prom-metrics',
    why: 'Metrics stand in one table behind the port.',
  },
  resvg: {
    names: '@resvg/',
    room: 'adapters/resvg',
    why: 'Features describe pictures; drawing them is behind a port.',
  },
  yaml: { names: 'yaml/', room: 'adapters/settings-files', why: 'Settings files are read in one place.' },
  fastify: { names: 'fastify/|@fastify/', room: 'http', why: 'Only the HTTP entrance speaks HTTP to the outside.' },
  cockatiel: { names: 'cockatiel/', room: 'adapters', why: 'Trying again is the business of who talks to the vendor.' },
  zod: { names: 'zod/', room: '(adapters|http)', why: 'What comes from outside is parsed once, at the edge.' },
};

const roomRules = Object.entries(ROOMS).map(([room, { sees, why }]) => ({
  name: `${room}-looks-only-down`,
  comment: `${why} It may import: ${[room, ...sees].join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: [TESTS, ENTRANCES] },
  to: { path: '^src/', pathNot: [room, ...sees].map((name) => `^src/${name}/`) },
}));

const packageFreeRules = Object.entries(WITHOUT_PACKAGES).map(([rooms, why]) => ({
  name: `no-package-in-${rooms.replace(/[()]/g, '').replaceAll('|', '-')}`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${rooms}/`, pathNot: TESTS },
  to: { path: 'node_modules/' },
}));

const packageRules = Object.entries(PACKAGES).map(([name, { names, room, why }]) => ({
  name: `${name}-only-in-${room.replace(/[()]/g, '').replace(/[/|]/g, '-')}`,
  comment: why,
  severity: 'error',
  from: {
    path: '^src/',
    pathNot: [TESTS, `^src/${room}/`, ...Object.keys(WITHOUT_PACKAGES).map((free) => `^src/${free}/`)],
  },
  to: { path: `node_modules/(${names})` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'features-do-not-import-each-other',
      comment: 'Two features that need the same thing: move the thing down to ports or shared.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'adapters-do-not-import-each-other',
      comment: 'Each vendor can be replaced alone only as long as no other adapter leans on it.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'plans-are-pure',
      comment:
        'Plans, steps, checks and renderings are data made from facts; reading the host is facts/, changing it is run/.',
      severity: 'error',
      from: { path: '^src/ops/(plans|steps|checks|render)/', pathNot: TESTS },
      to: { path: '^src/ops/(run|facts|commands)/' },
    },

    // The outside world
    ...packageFreeRules,
    ...packageRules,
    {
      name: 'every-package-has-a-room',
      comment: 'A new package first gets its line in PACKAGES above: where it may be imported, and why only there.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, ...Object.keys(WITHOUT_PACKAGES).map((free) => `^src/${free}/`)] },
      to: { path: 'node_modules/', pathNot: Object.values(PACKAGES).map(({ names }) => `node_modules/(${names})`) },
    },
    {
      name: 'effects-live-in-named-rooms',
      comment:
        'Files, processes and sockets are touched in adapters, http, ops/facts, ops/run and the entrances; elsewhere take a port.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, ENTRANCES, '^src/(adapters|http)/', '^src/ops/(facts|run)/'] },
      to: { path: EFFECTS },
    },
    {
      name: 'node-sqlite-only-in-adapters-sqlite',
      comment: 'SQL ends at the adapter of the store.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, '^src/adapters/sqlite/'] },
      to: { path: '^(node:)?sqlite$' },
    },

    // Entrances
    {
      name: 'adapters-only-in-parts-lists',
      comment:
        'What is made of which adapter stands in build-app, in src/build/ and in the entrances, where a reader looks for it.',
      severity: 'error',
      from: { path: '^src/[^/]+[.]ts$', pathNot: [TESTS, COMPOSITION, ENTRANCES] },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'nobody-imports-an-entrance',
      comment: 'An entrance runs when it is imported; what two entrances share belongs in build-app or below.',
      severity: 'error',
      from: { path: '^(src/[^/]+[.]ts$|src/build/|tools/|test/)' },
      to: { path: ENTRANCES },
    },
    {
      name: 'every-room-has-its-line',
      comment: 'A new folder in src first gets its line in ROOMS above: what it may see, and why no more.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/[^/]+[.]ts$', COMPOSITION, ...Object.keys(ROOMS).map((room) => `^src/${room}/`)],
      },
      to: {},
    },

    // Product, sandbox and tests
    {
      name: 'src-stands-alone',
      comment: 'The product is installed without tests, sandbox and tools.',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { path: '^(test|sandbox|tools)/', pathNot: TESTS },
    },
    {
      name: 'nobody-imports-a-test',
      comment: 'A test that is imported runs twice; what tests share lives in test/.',
      severity: 'error',
      from: {},
      to: { path: TESTS },
    },
    {
      name: 'test-support-is-for-tests',
      comment: 'A file called test-… may do what only tests may do, so nothing else may lean on it.',
      severity: 'error',
      from: { pathNot: [TESTS, TEST_SUPPORT, '^test/'] },
      to: { path: TEST_SUPPORT },
    },
    {
      name: 'sandbox-sees-only-shared',
      comment:
        'The sandbox speaks to the product over the vendors’ protocols only; code in common would be wrong on both sides at once.',
      severity: 'error',
      from: { path: '^sandbox/', pathNot: TESTS },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'sandbox-uses-no-vendor-sdk',
      comment: 'A sandbox that is built from the client that it checks would agree with every mistake of that client.',
      severity: 'error',
      from: { path: '^sandbox/', pathNot: [TESTS, TEST_SUPPORT] },
      to: { path: 'node_modules/(@discordjs|@linear)/', dependencyTypesNot: ['type-only'] },
    },

    // No rot
    {
      name: 'no-cycles',
      comment:
        'Files that need each other to load are one file or lack a third. Types alone may refer to each other: they are gone at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unreachable-files',
      comment: 'A file of the product that no entrance and no tool reaches is dead wood: use it or delete it.',
      severity: 'error',
      from: { path: [ENTRANCES, '^tools/[^/]+[.]ts$'] },
      to: { path: '^src/', pathNot: [TESTS, ENTRANCES], reachable: false },
    },
    {
      name: 'no-unresolvable-imports',
      comment: 'The import leads nowhere: a typing error, a deleted file or a package that is not in package.json.',
      severity: 'error',
      from: {},
      // Node 20 has no node:sqlite; the adapter asks for it only where it exists.
      to: { couldNotResolve: true, pathNot: '^(node:)?sqlite$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
