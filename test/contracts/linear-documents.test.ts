import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  coerceInputValue,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputType,
  isObjectType,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  type SelectionSetNode,
  specifiedRules,
  validate,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { suggestionFilter, toLinearFilter } from '../../src/adapters/linear/filter.ts';
import { DOCUMENTS } from './linear-document-list.ts';

/** Linear's own schema: https://github.com/linear/linear/blob/master/packages/sdk/src/schema.graphql */
const SPECS = process.env.ONOMANCER_SPECS_DIR ?? join(import.meta.dirname, '../../../shared/specs');
const SCHEMA = join(SPECS, 'linear-schema.graphql');
const isHere = existsSync(SCHEMA);
/** Linear refuses more than 10,000. Ours stay under half, so that a change of the rule does not break them at once. */
const MAX_COMPLEXITY = 5_000;

if (!isHere) {
  console.warn(`SKIPPED: the documents for Linear were not checked against its schema, because there is no ${SCHEMA}.`);
  console.warn('Set ONOMANCER_SPECS_DIR to a folder with linear-schema.graphql (packages/sdk/src/schema.graphql).');
}

let schema: GraphQLSchema;

beforeAll(() => {
  if (isHere) schema = buildSchema(readFileSync(SCHEMA, 'utf8'));
});

describe.skipIf(!isHere)('the documents for Linear, against its own schema', () => {
  it.each(DOCUMENTS.map(({ document }) => [document.name, document.text]))(
    '%s is valid and asks for nothing deprecated',
    (_, text) => {
      const problems = validate(schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule]);
      expect(problems.map(({ message }) => message)).toEqual([]);
    },
  );

  it.each(DOCUMENTS.map(({ document, first }) => [document.name, document.text, first]))(
    `%s costs less than ${MAX_COMPLEXITY} points`,
    (_, text, first) => {
      expect(complexityOf(schema, parse(text), first)).toBeLessThan(MAX_COMPLEXITY);
    },
  );

  it('Linear takes every filter that we build', () => {
    const type = schema.getType('IssueFilter');
    if (!isInputType(type)) throw new Error('The schema has no IssueFilter.');
    const everything = { teamKey: 'ENG', label: 'bug', project: 'Payments', priority: 2, text: 'slow login' } as const;
    const filters = [
      {},
      toLinearFilter({ ...everything, state: 'open', assigneeId: 'none' }),
      toLinearFilter({ ...everything, state: 'In Progress', assigneeId: '3f0e1f0a-5b1c-4d8e-9f5a-2b6d8c7e4a10' }),
      ...['', 'eng', 'ENG-12', 'e2e12', '12', 'slow login'].map(suggestionFilter),
    ];
    const problems: string[] = [];
    for (const filter of filters) {
      coerceInputValue(filter, type, (path, _, { message }) => problems.push(`${path.join('.')}: ${message}`));
    }
    expect(problems).toEqual([]);
  });
});

describe('the documents for Linear', () => {
  it('each have one operation, named as the document', () => {
    for (const { document } of DOCUMENTS) {
      const operations = parse(document.text).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
      expect(operations.map((operation) => 'name' in operation && operation.name?.value)).toEqual([document.name]);
    }
  });
});

describe('the complexity of a document', () => {
  const small = buildSchema(`
    type Query { user: User! users(first: Int): Users! }
    type User { name: String! }
    type Users { nodes: [User!]! pageInfo: PageInfo! }
    type PageInfo { hasNextPage: Boolean! }`);

  it('is 1 for an object and 0.1 for a property, as in the example of Linear', () => {
    expect(complexityOf(small, parse('{ user { name } }'))).toBeCloseTo(1.1);
  });

  it('multiplies what is in a connection by its page size, which is 50 when nobody says', () => {
    expect(complexityOf(small, parse('{ users(first: 10) { nodes { name } } }'))).toBeCloseTo(11);
    expect(complexityOf(small, parse('{ users { nodes { name } } }'))).toBeCloseTo(55);
    expect(complexityOf(small, parse('query Q($n: Int) { users(first: $n) { nodes { name } } }'), 20)).toBeCloseTo(22);
  });
});

/**
 * By the documented rules (https://linear.app/developers/rate-limiting): a property 0.1, an object 1, a connection
 * multiplies its children by its page size. Where the rules are silent, the dearer reading: `pageInfo` is a child too.
 */
function complexityOf(of: GraphQLSchema, document: DocumentNode, first = 50): number {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet] as const] : [],
    ),
  );
  const cost = (parent: GraphQLObjectType, set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + costOf(parent, selection);
      const inner = 'name' in selection ? fragments.get(selection.name.value) : selection.selectionSet;
      return sum + (inner ? cost(parent, inner) : 0);
    }, 0);
  const costOf = (parent: GraphQLObjectType, node: FieldNode): number => {
    const field = parent.getFields()[node.name.value];
    const type = field && getNamedType(field.type);
    if (!node.selectionSet || !isObjectType(type)) return 0.1;
    const children = cost(type, node.selectionSet);
    const isConnection = 'pageInfo' in type.getFields();
    return isConnection ? pageSizeOf(node, first) * children : 1 + children;
  };
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const root = operation && of.getRootType(operation.operation);
  if (!operation || !root) throw new Error('The document has no operation.');
  return cost(root, operation.selectionSet);
}

function pageSizeOf(node: FieldNode, first: number): number {
  const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  return value?.kind === Kind.VARIABLE ? first : 50;
}
