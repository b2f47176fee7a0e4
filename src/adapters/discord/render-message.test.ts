import { describe, expect, it } from 'vitest';
import type { Picture, Pictures } from '../../ports/pictures.ts';
import { renderMessage } from './render-message.ts';

const picture = (name: string, more: Partial<Picture> = {}): Picture => ({
  name,
  alt: `what ${name} shows`,
  svg: '<svg/>',
  ...more,
});

/** Draws the SVG as its own text, but for what is called broken. */
const pictures: Pictures = {
  draw: ({ name, svg }) =>
    name.startsWith('broken') ? Promise.reject(new Error('no')) : Promise.resolve(new TextEncoder().encode(svg)),
};

describe('renderMessage', () => {
  it('shows the first picture in the last card, and gives each its words', async () => {
    const body = await renderMessage(
      {
        cards: [{ title: 'One' }, { title: 'Two' }],
        pictures: [picture('burn up.png', { alt: `It shows\n${'x'.repeat(1_100)}` }), picture('burn up.png')],
      },
      pictures,
    );
    expect(body.embeds.map(({ image }) => image)).toEqual([undefined, { url: 'attachment://burn-up.png' }]);
    expect(body.attachments.map(({ id, filename }) => [id, filename])).toEqual([
      ['0', 'burn-up.png'],
      ['1', 'burn-up-2.png'],
    ]);
    expect(body.attachments[0]?.description).toMatch(/^It shows x+…$/);
    expect(body.attachments[0]?.description).toHaveLength(1_024);
    expect(body.files.map(({ name, contentType }) => [name, contentType])).toEqual([
      ['burn-up.png', 'image/png'],
      ['burn-up-2.png', 'image/png'],
    ]);
  });

  it('leaves out what cannot be drawn, and says so', async () => {
    const body = await renderMessage(
      { text: 'Daily', cards: [{ title: 'One' }], pictures: [picture('broken.png'), picture('good.png')] },
      pictures,
    );
    expect(body.content).toBe('Daily\n-# 1 picture could not be drawn.');
    expect(body.attachments).toEqual([{ id: '0', filename: 'good-2.png', description: 'what good.png shows' }]);
    expect(body.embeds[0]?.image).toEqual({ url: 'attachment://good-2.png' });
  });

  it('attaches texts as files, after the pictures', async () => {
    const files = [{ name: 'whole-text.md', text: 'Grüße 🦞' }];
    const body = await renderMessage({ pictures: [picture('a.png')], files }, pictures);
    expect(body.attachments.map(({ id, filename }) => [id, filename])).toEqual([
      ['0', 'a.png'],
      ['1', 'whole-text.md'],
    ]);
    expect(body.files[1]).toMatchObject({ name: 'whole-text.md', data: 'Grüße 🦞' });
  });

  it('names the files of a message also when there are none, so that an edit takes them away', async () => {
    expect(await renderMessage({ text: 'x' }, pictures)).toMatchObject({ attachments: [], files: [] });
  });

  it('takes at most ten, with and without a card', async () => {
    const many = Array.from({ length: 12 }, (_, index) => picture(`p${index}.png`));
    const body = await renderMessage({ pictures: many }, pictures);
    expect(body.files).toHaveLength(10);
    expect(body).toMatchObject({ embeds: [], content: '' });
  });
});
