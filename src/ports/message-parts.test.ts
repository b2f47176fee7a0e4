import { describe, expect, it } from 'vitest';
import type { Reply } from './chat.ts';
import { inParts } from './message-parts.ts';
import type { OutboxMessage } from './outbox.ts';

function message(reply: Reply): OutboxMessage {
  return {
    destination: { kind: 'reply', channelId: '1', messageId: '2' },
    content: { kind: 'reply', reply },
    mergeKey: null,
    dedupeKey: 'k',
    reference: 'REF1',
  };
}

const partsOf = (reply: Reply): Reply[] =>
  inParts(message(reply)).flatMap(({ content }) => (content.kind === 'reply' ? [content.reply] : []));
const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');
const link = { kind: 'link', url: 'https://example.com', label: 'Open' } as const;

describe('a long reply', () => {
  it('is one message when it fits', () => {
    const reply: Reply = { text: 'Hi', cards: [{ title: 'A' }], buttons: [[link]] };
    expect(inParts(message(reply))).toEqual([message(reply)]);
    expect(inParts(message({}))).toEqual([message({})]);
  });

  it('follows itself in the same place, nothing left out, code blocks closed and opened again', () => {
    const text = `${words(300)}\n\`\`\`ts\n${words(300).replaceAll(' ', '\n')}\n\`\`\``;
    const parts = inParts(message({ text, buttons: [[link]] }));
    expect(parts.map(({ dedupeKey, destination }) => [dedupeKey, destination.kind])).toEqual([
      ['k', 'reply'],
      ['k#2', 'channel'],
      ['k#3', 'channel'],
    ]);
    const replies = partsOf({ text, buttons: [[link]] });
    const said = replies.map((part) => part.text ?? '');
    for (const part of said) expect(part.length).toBeLessThanOrEqual(1_900);
    for (const part of said) expect((part.match(/```/g) ?? []).length % 2).toBe(0);
    for (let index = 0; index < 300; index += 1) expect(said.join('\n')).toContain(`word${index}`);
    expect(replies.map(({ buttons }) => buttons?.length ?? 0)).toEqual([0, 0, 1]);
  });

  it('goes into a file as well when it would be endless', () => {
    const text = words(2_000);
    const replies = partsOf({ text });
    expect(replies).toHaveLength(4);
    expect(replies.at(-1)).toEqual({
      text: '… The whole text is in the attached file.',
      files: [{ name: 'whole-text.md', text }],
    });
  });

  it('spreads long and many cards over messages that the chat takes, with the pictures under the last', () => {
    const picture = { name: 'a.png', alt: 'a', svg: '<svg/>' };
    const long = { title: 'Long', url: 'https://example.com', text: words(1_200), footer: 'end' };
    const replies = partsOf({ text: 'Hi', cards: [long, { title: 'Short', text: 'x' }], pictures: [picture] });
    expect(replies.map(({ cards = [] }) => cards.map(({ title }) => title))).toEqual([
      ['Long'],
      ['Long (2 of 3)'],
      ['Long (3 of 3)', 'Short'],
    ]);
    expect(replies.map(({ text, pictures = [] }) => [text, pictures.length])).toEqual([
      ['Hi', 0],
      [undefined, 0],
      [undefined, 1],
    ]);
    expect(replies.flatMap(({ cards = [] }) => cards.map(({ footer }) => footer))).toEqual([
      undefined,
      undefined,
      'end',
      undefined,
    ]);
  });
});
