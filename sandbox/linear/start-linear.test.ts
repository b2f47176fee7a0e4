import { InvalidInputLinearError } from '@linear/sdk';
import { type GraphQLObjectType, getNamedType, isEnumType, isObjectType, isScalarType } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, data, failure, linearsForTests, NOW, type Page } from '../../test/asking-linear.ts';
import { loadSchema } from './schema.ts';
import { bigWorkspace } from './workspace-big.ts';

interface Issues {
  readonly issues: Page<{ id: string; identifier: string; title: string; updatedAt: string }>;
}

interface Found {
  readonly searchIssues: Page<{ identifier: string; title: string }>;
}

const { start, closeAll } = linearsForTests();
afterEach(closeAll);

describe("the sandbox's Linear, asked by Linear's own client", () => {
  it('tells who asks and for which workspace', async () => {
    const linear = await start();
    expect(await data(linear, '{ viewer { displayName isMe } organization { name urlKey } }')).toEqual({
      viewer: { displayName: 'ada', isMe: true },
      organization: { name: 'Acme Robotics', urlKey: 'acme-robotics' },
    });
  });

  it('can answer every plain field of every type in its schema', async () => {
    const linear = await start();
    const schema = loadSchema();
    const plain = (type: GraphQLObjectType): string =>
      Object.values(type.getFields())
        .filter((field) => isScalarType(getNamedType(field.type)) || isEnumType(getNamedType(field.type)))
        .map(({ name }) => name)
        .join(' ');
    const problems: string[] = [];
    for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
      if (field.args.some(({ type }) => String(type).endsWith('!')) || field.name === 'comment') continue;
      const type = getNamedType(field.type) as GraphQLObjectType;
      const item = type.getFields().nodes;
      const inner = item ? (getNamedType(item.type) as GraphQLObjectType) : type;
      const deep = Object.values(inner.getFields())
        .map((child) => ({ child, to: getNamedType(child.type) }))
        .filter((entry): entry is { child: typeof entry.child; to: GraphQLObjectType } => isObjectType(entry.to))
        .map(({ child, to }) => {
          const nodes = to.getFields().nodes;
          const text = nodes ? `nodes { ${plain(getNamedType(nodes.type) as GraphQLObjectType)} }` : plain(to);
          return `${child.name}${nodes ? '(first: 3)' : ''} { ${text} }`;
        });
      for (const selection of [plain(inner), ...deep]) {
        const query = item
          ? `{ ${field.name}(first: 40) { nodes { ${selection} } pageInfo { hasNextPage } edges { cursor } } }`
          : `{ ${field.name} { ${selection} } }`;
        await data(linear, query).catch((error: unknown) => problems.push(`${query}: ${String(error)}`));
      }
    }
    expect(problems).toEqual([]);
  });

  it('finds an issue by its identifier and by its UUID, with what hangs on it', async () => {
    const linear = await start();
    const found = await data<Issues>(
      linear,
      `{ issues(first: 1, filter: { title: { eq: "Battery health card on the robot page" } }) { nodes { id identifier } } }`,
    );
    const { id, identifier } = found.issues.nodes[0] ?? { id: '', identifier: '' };
    const detail = `query Detail($id: String!) { issue(id: $id) {
      identifier url branchName priorityLabel state { name type } team { key } assignee { displayName }
      labels { nodes { name } } children { nodes { title } } attachments { nodes { title url } }
      inverseRelations { nodes { type issue { title state { type } } } }
      comments(first: 1) { nodes { body user { displayName } } pageInfo { hasNextPage } }
    } }`;
    const byIdentifier = await data(linear, detail, { id: identifier });
    expect(await data(linear, detail, { id })).toEqual(byIdentifier);
    expect(byIdentifier.issue).toMatchObject({
      url: `https://linear.app/acme-robotics/issue/${identifier}/battery-health-card-on-the-robot-page`,
      state: { name: 'In Review', type: 'started' },
      assignee: { displayName: 'devon' },
      priorityLabel: 'High',
      comments: { nodes: [{ user: { displayName: 'devon' } }], pageInfo: { hasNextPage: true } },
      inverseRelations: { nodes: [{ type: 'blocks' }, { type: 'blocks' }] },
      children: { nodes: [{}, {}] },
    });
  });

  it('finds a team by its key and users by "me", and leaves suspended people out unless asked', async () => {
    const linear = await start();
    const found = await data(
      linear,
      `{ team(id: "ENG") { name activeCycle { number } } user(id: "me") { displayName }
         users { nodes { displayName } } everybody: users(includeDisabled: true) { nodes { displayName } } }`,
    );
    expect(found.team).toEqual({ name: 'Engineering', activeCycle: { number: 12 } });
    expect(found.user).toEqual({ displayName: 'ada' });
    expect(found.users).toHaveProperty('nodes.length', 11);
    expect(found.everybody).toHaveProperty('nodes.length', 12);
  });

  it('pages through all issues without missing or repeating one, newest first, in both directions', async () => {
    const linear = await start();
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Issues = await data<Issues>(
        linear,
        'query Page($after: String) { issues(first: 7, after: $after) { nodes { id createdAt } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      seen.push(...page.issues.nodes.map((issue) => issue.id));
      after = page.issues.pageInfo.hasNextPage ? page.issues.pageInfo.endCursor : null;
    } while (after !== null);
    const byAge = [...linear.workspace.issues].sort((a, b) =>
      a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1,
    );
    expect(seen).toEqual(byAge.map(({ id }) => id));
    const back = await data<Issues>(
      linear,
      'query Back($before: String) { issues(last: 3, before: $before) { nodes { id } pageInfo { hasPreviousPage } } }',
      { before: seen[10] },
    );
    expect(back.issues.nodes.map(({ id }) => id)).toEqual(seen.slice(7, 10));
    expect(back.issues.pageInfo).toEqual({ hasPreviousPage: true });
  });

  it('gives 50 when nobody says how many, and refuses more than 250', async () => {
    const linear = await start({ workspace: bigWorkspace({ issues: 300, now: new Date(NOW) }) });
    const { issues } = await data<Issues>(linear, '{ issues { nodes { id } pageInfo { hasNextPage } } }');
    expect(issues.nodes).toHaveLength(50);
    expect(issues.pageInfo.hasNextPage).toBe(true);
    expect((await data<Issues>(linear, '{ issues(first: 250) { nodes { id } } }')).issues.nodes).toHaveLength(250);
    const error = await failure(ask(linear, '{ issues(first: 251) { nodes { id } } }'));
    expect(error).toBeInstanceOf(InvalidInputLinearError);
    expect(error.message).toBe('Argument Validation Error - first must not be greater than 250.');
    expect(error.status).toBe(200);
  });

  it('orders by updatedAt when asked, so that changed issues come first', async () => {
    const linear = await start();
    const { issues } = await data<Issues>(linear, '{ issues(first: 250, orderBy: updatedAt) { nodes { updatedAt } } }');
    const times = issues.nodes.map(({ updatedAt }) => updatedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('searches by words and by identifier, best match first, and says how many there are', async () => {
    const linear = await start();
    const search =
      'query Find($term: String!) { searchIssues(term: $term, first: 2) { totalCount nodes { identifier title } } }';
    const dock = (await data<Found>(linear, search, { term: 'DOCK align' })).searchIssues;
    expect(dock.nodes[0]?.title).toBe('Align to the charging dock within five millimetres');
    const identifier = dock.nodes[0]?.identifier ?? '';
    const exact = (await data<Found>(linear, search, { term: identifier.toLowerCase() })).searchIssues;
    expect(exact.nodes[0]?.identifier).toBe(identifier);
    expect((await data<Found>(linear, search, { term: 'the' })).searchIssues.totalCount).toBeGreaterThan(2);
    expect((await data<Found>(linear, search, { term: 'xyzzy' })).searchIssues.nodes).toEqual([]);
  });
});
