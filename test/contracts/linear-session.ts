import { LinearClient } from '@linear/sdk';
import {
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { Faults } from '../../sandbox/faults.ts';
import { loadSchema } from '../../sandbox/linear/schema.ts';
import { type LinearSandbox, startLinear } from '../../sandbox/linear/start-linear.ts';
import { type Exchange, memoryRecorder } from '../../sandbox/record.ts';

type Node = Readonly<Record<string, unknown>>;

/** What the bot does not ask yet: everything that the sandbox knows, every mutation, every kind of refusal. */
export async function recordLinearSession(): Promise<readonly Exchange[]> {
  const recorder = memoryRecorder();
  const faults = new Faults();
  const linear = await startLinear({ recorder, faults });
  const strict = await startLinear({ recorder, limits: { requestsPerHour: 1, maxComplexity: 100 } });
  try {
    await readEverything(linear);
    await changeThings(linear);
    await beRefused(linear, strict, faults);
  } finally {
    await Promise.all([linear.close(), strict.close()]);
  }
  return recorder.exchanges;
}

async function ask(linear: LinearSandbox, query: string, variables: Record<string, unknown> = {}): Promise<Node> {
  const client = new LinearClient({ apiKey: linear.apiKey, apiUrl: linear.apiUrl }).client;
  const { data } = await client.rawRequest<Node, Record<string, unknown>>(query, variables);
  return data ?? {};
}

/** All fields of a type that need no argument; of the objects behind them those of the next `depth` steps. */
function selection(typeName: string, depth: number, schema: GraphQLSchema): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no object.`);
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    const args = field.args.some(({ name }) => name === 'first') ? '(first: 2)' : '';
    return depth > 0 ? [`${field.name}${args} ${selection(inner.name, depth - 1, schema)}`] : [];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

async function readEverything(linear: LinearSandbox): Promise<void> {
  const schema = loadSchema();
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const ids = new Map<string, unknown>();
  const query = (field: GraphQLField<unknown, unknown>, args: string) =>
    ask(linear, `{ ${field.name}${args} ${selection(getNamedType(field.type).name, 2, schema)} }`);
  for (const field of fields.filter(({ args }) => args.some(({ name }) => name === 'first'))) {
    const wanted =
      field.name === 'searchIssues'
        ? ', term: "robot"'
        : field.name === 'attachmentsForURL'
          ? ', url: "https://x.org"'
          : '';
    const answer = await query(field, `(first: 3${wanted})`);
    const [first] = ((answer[field.name] as Node)['nodes'] ?? []) as Node[];
    if (first && field.name !== 'searchIssues') ids.set(String(first['__typename']), first['id']);
  }
  for (const field of fields.filter(({ args }) => !args.some(({ name }) => name === 'first'))) {
    const id = ids.get(getNamedType(field.type).name);
    await query(field, field.args.length > 0 ? `(id: ${JSON.stringify(id)})` : '');
  }
}

async function changeThings(linear: LinearSandbox): Promise<void> {
  const schema = loadSchema();
  const { teams } = (await ask(linear, '{ teams(first: 1) { nodes { id } } }')) as {
    teams: { nodes: { id: string }[] };
  };
  const teamId = teams.nodes[0]?.id ?? '';
  const change = async (name: string, args: string): Promise<Node> => {
    const field = schema.getMutationType()?.getFields()[name];
    const answer = await ask(
      linear,
      `mutation { ${name}(${args}) ${selection(getNamedType(field!.type).name, 2, schema)} }`,
    );
    return answer[name] as Node;
  };
  const created = await change(
    'issueCreate',
    `input: { teamId: "${teamId}", title: "Born in a test", estimate: 3, dueDate: "2026-12-01" }`,
  );
  const id = String((created['issue'] as Node)['id']);
  await change('issueUpdate', `id: "${id}", input: { title: "Changed in a test", priority: 2 }`);
  await change('commentCreate', `input: { issueId: "${id}", body: "Said in a test" }`);
  await change('issueLabelCreate', `input: { teamId: "${teamId}", name: "from-a-test" }`);
  await change('attachmentLinkURL', `issueId: "${id}", url: "https://x.org/a", title: "A"`);
  const place = 'channelId: "1", messageId: "2", url: "https://discord.com/channels/1/2/3"';
  await change('attachmentLinkDiscord', `issueId: "${id}", ${place}`);
  await change('attachmentCreate', `input: { issueId: "${id}", url: "https://x.org/b", title: "B", subtitle: "C" }`);
  await change('issueArchive', `id: "${id}"`);
  await change('issueDelete', `id: "${id}"`);
}

async function beRefused(linear: LinearSandbox, strict: LinearSandbox, faults: Faults): Promise<void> {
  const refused = async (asked: Promise<unknown>): Promise<void> => {
    const isAnswered = await asked.then(
      () => true,
      () => false,
    );
    if (isAnswered) throw new Error('This was not refused.');
  };
  const viewer = '{ viewer { id } }';
  await refused(ask({ ...linear, apiKey: 'lin_api_wrong' }, viewer));
  await refused(ask({ ...linear, apiKey: 'Bearer lin_api_wrong' }, viewer));
  await refused(ask(linear, '{ viewer { nope } }'));
  await refused(ask(linear, '{ viewer '));
  await refused(ask(linear, 'query Q($n: Int!) { issues(first: $n) { nodes { id } } }', { n: 'many' }));
  await refused(ask(linear, 'query Q($f: IssueFilter) { issues(filter: $f) { nodes { id } } }', { f: { bogus: 1 } }));
  await refused(ask(linear, '{ issue(id: "ENG-99999") { id } }'));
  await refused(ask(linear, '{ issues(first: 251) { nodes { id } } }'));
  await refused(
    ask(
      linear,
      'mutation { issueCreate(input: { teamId: "7f2b4c1e-0000-4000-8000-000000000000", title: "x" }) { success } }',
    ),
  );
  await refused(ask(strict, '{ issues(first: 100) { nodes { id children(first: 100) { nodes { id } } } } }'));
  await refused(ask(strict, viewer));
  for (const status of [400, 403, 500]) {
    faults.add({ service: 'linear', kind: 'status', status, times: 1 });
    await refused(ask(linear, viewer));
  }
}
