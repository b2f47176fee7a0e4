import { describe, expect, it } from 'vitest';
import type { Capture, CaptureStore } from '../../src/ports/captures.ts';
import { after } from './store-bed.ts';

const CAPTURE: Capture = {
  id: 'c1',
  message: { id: 'm1', channelId: 'ch1', url: 'https://discord.com/channels/1/2/3' },
  author: { id: 'u1', name: 'Zoë 🦞' },
  capturedBy: 'u2',
  capturedAt: after(0),
  state: 'kept',
  draft: { title: 'Ünïcode', description: '> quoted\n', team: null, project: 'Mobile', labels: ['a', 'b'] },
  issue: null,
  priority: 0,
  writtenAt: null,
  attempts: 0,
  tellsAuthor: null,
  lastNews: null,
  reference: 'REF',
};
const ISSUE = {
  identifier: 'ENG-1',
  title: 'T',
  url: 'https://x',
  state: { name: 'Todo', type: 'unstarted' },
} as const;

/** What every store promises about captures. */
export function describeCaptures(captures: () => CaptureStore): void {
  describe('captures', () => {
    it('are kept as they are, each id once: the first one counts', async () => {
      expect(await captures().keep(CAPTURE)).toBe(true);
      expect(await captures().keep({ ...CAPTURE, capturedBy: 'u9', priority: 3 })).toBe(false);
      expect(await captures().byId('c1')).toEqual(CAPTURE);
      expect(await captures().byId('c2')).toBeNull();
    });

    it('change only in what is named', async () => {
      await captures().keep(CAPTURE);
      const change = { state: 'created', draft: null, issue: ISSUE, writtenAt: after(5), attempts: 2 } as const;
      await captures().change('c1', change);
      await captures().change('c1', { tellsAuthor: false, lastNews: 'done' });
      await captures().change('c1', { priority: 1 });
      await captures().change('c1', {});
      await captures().change('nobody', { priority: 2 });
      expect(await captures().byId('c1')).toEqual({
        ...CAPTURE,
        ...change,
        tellsAuthor: false,
        lastNews: 'done',
        priority: 1,
      });
      await captures().change('c1', { tellsAuthor: null });
      expect((await captures().byId('c1'))?.tellsAuthor).toBeNull();
    });

    it('are found by message, the newest one, and by author, newest first', async () => {
      await captures().keep({ ...CAPTURE, state: 'undone', draft: null });
      await captures().keep({ ...CAPTURE, id: 'c2', capturedAt: after(2) });
      await captures().keep({ ...CAPTURE, id: 'c3', message: null, capturedAt: after(1) });
      await captures().keep({
        ...CAPTURE,
        id: 'c4',
        author: { id: 'u7', name: 'x' },
        capturedAt: after(3),
        message: null,
      });
      expect((await captures().ofMessage('m1'))?.id).toBe('c2');
      expect(await captures().ofMessage('m2')).toBeNull();
      expect((await captures().ofAuthor('u1', 10)).map(({ id }) => id)).toEqual(['c2', 'c3', 'c1']);
      expect((await captures().ofAuthor('u1', 2)).map(({ id }) => id)).toEqual(['c2', 'c3']);
    });
  });
}
