import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slice } from '../../../test/fakes/canned-linear.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Page } from './answer-shapes.ts';
import { followPages } from './pages.ts';

type Two = { readonly a: Page<unknown>; readonly b: Page<unknown> };
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function twoLists(a: readonly unknown[], b: readonly unknown[], size: number) {
  const asked: unknown[] = [];
  const ask = async (after: { a?: string; b?: string }): Promise<Two> => {
    asked.push(after);
    return { a: slice(a, size, after.a), b: slice(b, size, after.b) } as Two;
  };
  return { asked, ask };
}

describe('following pages', () => {
  it('brings every node of every connection once, in order, whatever the lengths', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 7 }), async (a, b, size) => {
        const { ask, asked } = twoLists(numbers(a), numbers(b), size);
        const all = await followPages<'a' | 'b', Two>({ document: 'Test', keys: ['a', 'b'], ask });
        expect(all?.a.nodes).toEqual(numbers(a));
        expect(all?.b.nodes).toEqual(numbers(b));
        expect(asked).toHaveLength(Math.max(1, Math.ceil(Math.max(a, b) / size)));
      }),
    );
  });

  it('stops where it is enough', async () => {
    const { ask, asked } = twoLists(numbers(9), [], 2);
    const all = await followPages<'a' | 'b', Two>({
      document: 'Test',
      keys: ['a', 'b'],
      ask,
      isEnough: (key, soFar) => soFar[key].nodes.length >= 4,
    });
    expect(all?.a.nodes).toEqual([0, 1, 2, 3]);
    expect(all?.a.pageInfo.hasNextPage).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('is null when there is no such thing', async () => {
    expect(await followPages<'a', Two>({ document: 'Test', keys: ['a'], ask: async () => null })).toBeNull();
  });

  it.each([
    ['has no cursor', null],
    ['leads back to itself', 'same'],
  ])('throws when a page with more to come %s, instead of giving a short list', async (_, endCursor) => {
    const stuck: Page<unknown> = { nodes: [1], pageInfo: { hasNextPage: true, endCursor } };
    const going = followPages<'a', { a: Page<unknown> }>({
      document: 'Test',
      keys: ['a'],
      ask: async () => ({ a: stuck }),
    });
    await expect(going).rejects.toMatchObject({ code: 'LINEAR_BAD_ANSWER', facts: { document: 'Test' } });
  });

  it('gives up on a list that does not end', async () => {
    let page = 0;
    const ask = async () => {
      page += 1;
      return { a: { nodes: [page], pageInfo: { hasNextPage: true, endCursor: String(page) } } };
    };
    const going = followPages<'a', { a: Page<unknown> }>({ document: 'Test', keys: ['a'], ask });
    await expect(going).rejects.toBeInstanceOf(AppError);
    expect(page).toBe(40);
  });
});
