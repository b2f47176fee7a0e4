import { describe, expect, it } from 'vitest';
import { chargeOf, complexityOf } from './complexity.ts';
import { Documents } from './prepare.ts';
import { loadSchema } from './schema.ts';

const schema = loadSchema();
const documents = new Documents(schema);

function priceOf(query: string, variables: Record<string, unknown> = {}): number {
  const prepared = documents.prepare(query, null);
  if (!('document' in prepared)) throw prepared[0] ?? new Error('no document');
  return chargeOf(complexityOf({ schema, ...prepared, variables }));
}

describe('the price of a query', () => {
  // The first two are Linear's own examples: https://linear.app/developers/rate-limiting#understanding-query-complexity
  it.each([
    ['{ user(id: "me") { name } }', 2],
    ['{ user(id: "me") { createdIssues { nodes { id title createdAt } } } }', 66],
    ['{ user(id: "me") { createdIssues(first: 10) { nodes { id title createdAt } } } }', 14],
    // Both measured against the real API, where 250 projects cost 300 without and 600 with `pageInfo`.
    ['{ projects(first: 250) { nodes { id name } } }', 300],
    ['{ projects(first: 250) { nodes { id name } pageInfo { hasNextPage endCursor } } }', 600],
    ['{ projects(last: 250) { nodes { id name } } }', 300],
    ['{ issues(first: 2) { nodes { id labels(first: 3) { nodes { name } } } } }', 9],
    ['mutation { issueArchive(id: "ENG-1") { success } }', 2],
  ])('of %s is %i points', (query, points) => {
    expect(priceOf(query)).toBe(points);
  });

  it('counts fragments where they are used, and variables as their values', () => {
    const query = `query Q($size: Int) { issues(first: $size) { nodes { ...Part ... on Issue { title } } } }
      fragment Part on Issue { id state { name } }`;
    expect(priceOf(query, { size: 10 })).toBe(23);
    expect(priceOf(query)).toBe(115);
  });
});
