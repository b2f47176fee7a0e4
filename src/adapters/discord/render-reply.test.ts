import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, Card, Reply } from '../../ports/chat.ts';
import { renderReply } from './render-reply.ts';

const link = (url: string, label = 'Open'): Button => ({ kind: 'link', url, label });
const action = (id: string, label = id): Button => ({ kind: 'action', id, label });
const actions = (count: number, from = 0): Button[] =>
  Array.from({ length: count }, (_, index) => action(`list:${from + index}`));

describe('renderReply', () => {
  it('renders a reply that fits as it is', () => {
    const reply: Reply = {
      text: 'Sprint **12**',
      cards: [
        {
          title: 'ENG-1 Login',
          url: 'https://linear.app/acme/issue/ENG-1',
          text: 'In review',
          fields: [{ name: 'Assignee', value: 'Ada', isInline: true }],
          footer: 'REF',
          tone: 'good',
        },
      ],
      buttons: [
        [
          { kind: 'action', id: 'list-issues:2', label: 'Next', style: 'primary' },
          { kind: 'action', id: 'list-issues:0', label: 'Back', isDisabled: true },
        ],
        [link('https://linear.app/acme', 'Linear')],
      ],
    };
    expect(renderReply(reply)).toEqual({
      content: 'Sprint **12**',
      embeds: [
        {
          color: 0x009e73,
          title: 'ENG-1 Login',
          url: 'https://linear.app/acme/issue/ENG-1',
          description: 'In review',
          fields: [{ name: 'Assignee', value: 'Ada', inline: true }],
          footer: { text: 'REF' },
        },
      ],
      components: [
        {
          type: 1,
          components: [
            { type: 2, style: 1, custom_id: 'list-issues:2', label: 'Next', disabled: false },
            { type: 2, style: 2, custom_id: 'list-issues:0', label: 'Back', disabled: true },
          ],
        },
        { type: 1, components: [{ type: 2, style: 5, url: 'https://linear.app/acme', label: 'Linear' }] },
      ],
      allowed_mentions: { parse: [] },
    });
  });

  it('names everything and pings nobody, also when there is nothing to say', () => {
    expect(renderReply({})).toEqual({
      content: 'There is nothing to show.',
      embeds: [],
      components: [],
      allowed_mentions: { parse: [] },
    });
    expect(renderReply({ text: ' \n', cards: [{}, { title: ' ' }], buttons: [[]] }).content).toBe(
      'There is nothing to show.',
    );
    expect(renderReply({ buttons: [[action('a')]] }).content).toBe('There is nothing to show.');
    expect(renderReply({ cards: [{ text: 'a card' }] }).content).toBe('');
  });

  it('takes a text of exactly 2000 characters whole, and shows where a longer one ends', () => {
    expect(renderReply({ text: 'x'.repeat(2_000) }).content).toBe('x'.repeat(2_000));
    const content = renderReply({ text: 'word '.repeat(500) }).content;
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(content).toMatch(/word …$/);
  });

  it('gives a field without name or value a sign that Discord takes', () => {
    expect(renderReply({ cards: [{ fields: [{ name: ' ', value: '\n' }] }] }).embeds[0]?.fields).toEqual([
      { name: '\u200B', value: '–', inline: false },
    ]);
  });

  it('says how many fields are left out', () => {
    const fields = Array.from({ length: 60 }, (_, index) => ({ name: `n${index}`, value: 'v' }));
    const shown = renderReply({ cards: [{ fields }] }).embeds[0]?.fields ?? [];
    expect(shown).toHaveLength(25);
    expect(shown.at(-1)).toEqual({ name: '…', value: '36 more fields left out.', inline: false });
  });

  it('says how many cards are left out', () => {
    const cards = Array.from({ length: 40 }, (_, index) => ({ title: `Card ${index}` }));
    const embeds = renderReply({ cards }).embeds;
    expect(embeds.map(({ title }) => title)).toEqual([...cards.slice(0, 9).map(({ title }) => title), undefined]);
    expect(embeds.at(-1)).toEqual({ description: '… 31 more cards left out.' });
    expect(renderReply({ cards: cards.slice(0, 10) }).embeds).toHaveLength(10);
  });

  it('shortens the card that does not fit any more, and counts the others', () => {
    const cards: Card[] = Array.from({ length: 4 }, () => ({ title: 'T', text: 'word '.repeat(800), footer: 'F' }));
    const embeds = renderReply({ cards }).embeds;
    expect(embeds).toHaveLength(3);
    expect(embeds[0]?.description).toBe('word '.repeat(800));
    expect(embeds[1]).toMatchObject({ title: 'T', footer: { text: 'F' } });
    expect(embeds[1]?.description).toMatch(/word …$/);
    expect(embeds[2]?.description).toBe('… 2 more cards left out.');
  });

  it('links only one of several cards that lead to the same page, because Discord would show only one', () => {
    const card = { title: 'Same', url: 'https://example.com/x' };
    const embeds = renderReply({ cards: [card, card, { ...card, url: 'https://example.com/y' }] }).embeds;
    expect(embeds.map(({ title, url }) => [title, url])).toEqual([
      ['Same', 'https://example.com/x'],
      ['Same', undefined],
      ['Same', 'https://example.com/y'],
    ]);
  });

  it('moves buttons that have no room in their row to the next, and says how many have no room at all', () => {
    const seven = renderReply({ text: 'x', buttons: [actions(7)] });
    expect(seven.components.map(({ components }) => components.length)).toEqual([5, 2]);
    const many = renderReply({ text: 'x', buttons: [actions(30)] });
    expect(many.components.map(({ components }) => components.length)).toEqual([5, 5, 5, 5, 5]);
    expect(many.content).toBe('x\n… 5 more buttons left out.');
    expect(renderReply({ text: 'y'.repeat(3_000), buttons: [actions(30)] }).content).toMatch(
      /y…\n… 5 more buttons left out\.$/,
    );
  });

  it.each([['javascript:alert(1)'], ['not a url'], [`https://example.com/${'x'.repeat(600)}`]])(
    'shows a link that cannot be opened as a button that cannot be pressed: %s',
    (url) => {
      expect(renderReply({ text: 'x', buttons: [[link(url)]] }).components[0]?.components[0]).toMatchObject({
        style: 2,
        label: 'Open',
        disabled: true,
      });
      expect(renderReply({ cards: [{ title: 'T', url }] }).embeds[0]).not.toHaveProperty('url');
    },
  );

  it.each([
    ['empty', [action('')]],
    ['too long', [action('x'.repeat(101))]],
    ['used twice', [action('a'), action('a')]],
    ['too long and left out', [...actions(30), action('x'.repeat(101))]],
  ])('takes a button id that is %s for a mistake of the program', (_, row) => {
    expect(() => renderReply({ text: 'x', buttons: [row] })).toThrow('INTERNAL');
  });

  it('keeps control characters and half characters out of what it sends', () => {
    expect(renderReply({ text: 'a\0b\u0007c\r\nd\uD83Ee' }).content).toBe('abc\nd\uFFFDe');
  });
});

/** Discord counts code points after trimming; so does this, so that it judges by other means than the code does. */
const length = (text: string | undefined): number => [...(text ?? '').trim()].length;

function complaints(body: ReturnType<typeof renderReply>): string[] {
  const { content, embeds, components } = body;
  const found: string[] = [];
  const check = (isFine: boolean, complaint: string): void => void (isFine || found.push(complaint));
  const within = (text: string | undefined, [least, most]: [number, number], name: string): void =>
    check(length(text) >= least && length(text) <= most, `${name}: ${length(text)}`);
  check(length(content) > 0 || embeds.length > 0, 'empty message');
  within(content, [0, 2_000], 'content');
  check(embeds.length <= 10, 'embeds');
  let total = 0;
  for (const { title, description, fields = [], footer } of embeds) {
    if (title !== undefined) within(title, [1, 256], 'title');
    if (description !== undefined) within(description, [1, 4_096], 'description');
    if (footer !== undefined) within(footer.text, [1, 2_048], 'footer');
    check(fields.length <= 25, 'fields');
    for (const { name, value } of fields) {
      within(name, [1, 256], 'field name');
      within(value, [1, 1_024], 'field value');
      total += length(name) + length(value);
    }
    total += length(title) + length(description) + length(footer?.text);
    check(length(title) + length(description) + length(footer?.text) + fields.length > 0, 'empty embed');
  }
  check(total <= 6_000, `embeds together: ${total}`);
  check(components.length <= 5, 'rows');
  const ids = new Set<string>();
  for (const row of components) {
    check(row.components.length >= 1 && row.components.length <= 5, 'row');
    for (const button of row.components) {
      if ('label' in button) within(button.label, [1, 80], 'label');
      if ('url' in button) check(/^https?:\/\//.test(button.url) && button.url.length <= 512, 'url');
      if (!('custom_id' in button)) continue;
      within(button.custom_id, [1, 100], 'custom_id');
      check(!ids.has(button.custom_id), 'custom_id twice');
      ids.add(button.custom_id);
    }
  }
  check(!/\p{Surrogate}/u.test(JSON.stringify(body)), 'half a character');
  return found;
}

const SPEC = new URL('../../../../shared/specs/discord-openapi.json', import.meta.url);
const hasSpec = existsSync(SPEC);

/** Discord's own description of the bodies in which a reply is sent. */
function vendorValidators(): readonly [string, ValidateFunction][] {
  const spec = JSON.parse(readFileSync(SPEC, 'utf8')) as { components: unknown };
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'discord', components: spec.components }, 'discord');
  const names = [
    'IncomingWebhookInteractionRequest',
    'IncomingWebhookUpdateForInteractionCallbackRequestPartial',
    'IncomingWebhookUpdateRequestPartial',
  ];
  return names.map((name) => [name, ajv.compile({ $ref: `discord#/components/schemas/${name}` })]);
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', ' ', '\n', '\0', '\uD800', '```', '**', '🦞', '\u200B', '@everyone', '\u0085', '\u001c'),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 300 }))
    .map(([text, times]) => text.repeat(times)),
  fc.lorem({ maxCount: 200 }),
);
const url = fc.oneof(fc.webUrl(), hostile);
const field = fc.record({ name: hostile, value: hostile, isInline: fc.boolean() }, { requiredKeys: ['name', 'value'] });
const card: fc.Arbitrary<Card> = fc.record(
  {
    title: hostile,
    url,
    text: hostile,
    fields: fc.array(field, { maxLength: 60, size: 'max' }),
    footer: hostile,
    tone: fc.constantFrom('neutral', 'good', 'attention', 'bad'),
  },
  { requiredKeys: [] },
);
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ kind: fc.constant('link' as const), url, label: hostile }),
  fc.record({ kind: fc.constant('action' as const), id: fc.uuid(), label: hostile }),
);
const reply: fc.Arbitrary<Reply> = fc.record(
  {
    text: hostile,
    cards: fc.array(card, { maxLength: 40 }),
    buttons: fc.array(fc.array(button, { maxLength: 8 }), { maxLength: 8 }),
  },
  { requiredKeys: [] },
);

describe('a reply at the edge of a limit', () => {
  it('has room for the line that says how many cards are missing', () => {
    for (let size = 600; size < 680; size += 1) {
      const cards = Array.from({ length: 12 }, () => ({ text: 'x'.repeat(size) }));
      expect(complaints(renderReply({ cards }))).toEqual([]);
    }
  });

  it('has room for the line that says how many fields are missing, with and without a text before them', () => {
    for (let size = 200; size < 300; size += 1) {
      const fields = Array.from({ length: 24 }, () => ({ name: 'n', value: 'v'.repeat(size) }));
      expect(complaints(renderReply({ cards: [{ fields }] }))).toEqual([]);
      expect(complaints(renderReply({ cards: [{ text: 'x'.repeat(4_096), fields }] }))).toEqual([]);
      expect(
        complaints(renderReply({ cards: [{ text: 'x'.repeat(4_096) }, { text: 'y'.repeat(1_600 + size), fields }] })),
      ).toEqual([]);
    }
  });

  it('has room for the line that says how many buttons are missing', () => {
    expect(complaints(renderReply({ text: 'x'.repeat(2_000), buttons: [actions(30)] }))).toEqual([]);
  });
});

describe('any reply', () => {
  it('becomes a message within every limit of Discord', () => {
    fc.assert(
      fc.property(reply, (given) => {
        expect(complaints(renderReply(given))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  it.skipIf(!hasSpec)(
    'is valid by the OpenAPI description of Discord (skipped where ../shared/specs is missing)',
    () => {
      const validators = vendorValidators();
      fc.assert(
        fc.property(reply, (given) => {
          const body = renderReply(given);
          for (const [name, validate] of validators) {
            expect(validate(body) ? [] : [name, validate.errors?.slice(0, 3)]).toEqual([]);
          }
        }),
        { numRuns: 30 },
      );
    },
    30_000,
  );
});
