import { describe, expect, it } from 'vitest';
import { notice, row } from '../../test/fakes/outbox-bed.ts';
import type { OutboxContent } from '../ports/outbox.ts';
import { compose } from './compose.ts';

const open = { kind: 'link', url: 'https://linear.app/x', label: 'Open' } as const;
const reply = (content: Extract<OutboxContent, { kind: 'reply' }>['reply']) =>
  compose([row({ ...notice('1'), content: { kind: 'reply', reply: content } })]);

describe('what a message says', () => {
  it('is the newest title, tone and buttons, the lines of all, and the references of first and last', () => {
    const rows = ['1', '2', '3', '4'].map((key) =>
      row(
        notice(key, {
          notice: {
            title: `Title ${key}`,
            tone: key === '4' ? 'good' : 'attention',
            buttons: key === '4' ? [open] : [],
          },
        }),
      ),
    );
    expect(compose(rows)).toEqual({
      cards: [
        {
          title: 'Title 4',
          text: 'line 1\nline 2\nline 3\nline 4',
          tone: 'good',
          footer: 'Reference REF1 · 2 more · REF4',
        },
      ],
      buttons: [[open]],
    });
    expect(compose(rows.slice(0, 2)).cards?.[0]?.footer).toBe('Reference REF1 · REF2');
  });

  it('is a reply as it is, with the reference first in the footer of its last card', () => {
    expect(reply({ text: 'Hi', cards: [{ title: 'A' }, { title: 'B', footer: 'Page 1' }] })).toEqual({
      text: 'Hi',
      cards: [{ title: 'A' }, { title: 'B', footer: 'Reference REF1 · Page 1' }],
    });
  });

  it('is a text with the reference small below it', () => {
    expect(reply({ text: 'Hi' })).toEqual({ text: 'Hi\n-# Reference REF1' });
  });
});
