import { describe, expect, it } from 'vitest';
import type { Form } from '../../ports/chat.ts';
import { renderForm } from './render-form.ts';
import { renderReply } from './render-reply.ts';

const x = (count: number) => 'x'.repeat(count);
const title = { id: 'title', label: 'Title', kind: 'short', isRequired: true, maxChars: 200 } as const;
const when = {
  id: 'when',
  label: 'When',
  kind: 'select',
  isRequired: false,
  maxChars: 0,
  options: [
    { label: 'Now', value: 'now', isDefault: true },
    { label: 'Later', value: 'later', description: 'Some day' },
  ],
} as const;
const form = (more: Partial<Form> = {}): Form => ({
  id: 'feedback:new',
  title: 'Feedback',
  fields: [title, when],
  ...more,
});

describe('a form', () => {
  it('has each field in a label, as Discord wants it now', () => {
    expect(renderForm(form())).toEqual({
      custom_id: 'feedback:new',
      title: 'Feedback',
      components: [
        {
          type: 18,
          label: 'Title',
          component: { type: 4, custom_id: 'title', style: 1, required: true, max_length: 200 },
        },
        {
          type: 18,
          label: 'When',
          component: {
            type: 3,
            custom_id: 'when',
            required: false,
            min_values: 0,
            max_values: 1,
            options: [
              { label: 'Now', value: 'now', default: true },
              { label: 'Later', value: 'later', description: 'Some day' },
            ],
          },
        },
      ],
    });
  });

  it('cuts what is too long to show, and never a value to less than the field takes', () => {
    const long = {
      ...title,
      kind: 'long',
      label: x(60),
      description: x(120),
      placeholder: x(120),
      value: x(300),
    } as const;
    const [label] = renderForm(form({ title: x(60), fields: [long] })).components;
    expect(renderForm(form({ title: x(60) })).title).toHaveLength(45);
    expect(label).toMatchObject({ label: `${x(44)}…`, description: `${x(99)}…` });
    expect(label).toMatchObject({ component: { style: 2, value: x(200), placeholder: `${x(99)}…` } });
  });

  it.each<[string, Form]>([
    ['no fields', form({ fields: [] })],
    ['too many fields', form({ fields: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ ...title, id })) })],
    ['a field twice', form({ fields: [title, title] })],
    ['an id that is too long', form({ id: x(101) })],
    ['a list without options', form({ fields: [{ ...when, options: [] }] })],
  ])('with %s is a mistake of the feature', (_, wrong) => {
    expect(() => renderForm(wrong)).toThrow('INTERNAL');
  });
});

describe('selects of a reply', () => {
  const select = (id: string, more: object = {}) =>
    ({ kind: 'select', id, placeholder: 'Choose', options: when.options, min: 0, max: 5, ...more }) as const;
  const button = (id: string) => ({ kind: 'action', id, label: id }) as const;

  it('stand above the buttons, which get the rows that are left', () => {
    const rows = ['1', '2', '3', '4'].map((id) => [button(id)]);
    const { components, content } = renderReply({ selects: [select('a'), select('b')], buttons: rows });
    expect(components.map((row) => row.components[0]?.type)).toEqual([3, 3, 2, 2, 2]);
    expect(components[0]?.components[0]).toMatchObject({ custom_id: 'a', min_values: 0, max_values: 2 });
    expect(content).toContain('1 more button left out');
  });

  it.each<[string, Parameters<typeof renderReply>[0]]>([
    ['an id that a button has too', { selects: [select('a')], buttons: [[button('a')]] }],
    ['more than five of them', { selects: ['1', '2', '3', '4', '5', '6'].map((id) => select(id)) }],
    ['the same value twice', { selects: [select('a', { options: [when.options[0], when.options[0]] })] }],
    ['a value that is too long', { selects: [select('a', { options: [{ label: 'l', value: x(101) }] })] }],
  ])('with %s are a mistake of the feature', (_, wrong) => {
    expect(() => renderReply(wrong)).toThrow('INTERNAL');
  });
});
