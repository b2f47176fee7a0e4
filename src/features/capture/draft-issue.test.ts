import { describe, expect, it } from 'vitest';
import { draftIssue, partsOf, type Said, withTexts } from './draft-issue.ts';
import { titleOf } from './title-of.ts';
import { trackerQuote, trackerText } from './tracker-markdown.ts';

const said = (more: Partial<Said>): Said => ({
  title: null,
  text: 'The export forgets the last column',
  author: 'Nia Newcomer',
  at: new Date('2026-11-25T10:30:00Z'),
  url: 'https://discord.com/channels/1/2/3',
  threadName: null,
  replyTo: null,
  files: [],
  capturedBy: 'Dana Developer',
  ...more,
});
const target = { team: 'ENG', project: 'Mobile app' };
const golden = async (one: Said, name: string) => {
  const { title, description, labels } = draftIssue(one, target);
  await expect(`${title}\n[${labels.join('] [')}]\n\n${description}\n`).toMatchFileSnapshot(
    `./golden/issue-${name}.txt`,
  );
};

describe('the issue for a message', () => {
  it('quotes it and says who, where and when, with its files and the way back', async () => {
    await golden(
      said({
        text: 'Hi team,\n\nthe export forgets the **last** column.\nI tried it twice: see https://acme.example/export?id=7_8',
        threadName: 'Exports & imports',
        replyTo: { author: 'Ada', content: 'What exactly is *broken*?' },
        files: [
          {
            name: 'screen_shot.png',
            url: 'https://cdn.discordapp.com/a/b/screen_shot.png?ex=1',
            contentType: 'image/png',
            sizeBytes: 182_044,
          },
          { name: 'log.txt', url: 'https://cdn.discordapp.com/a/b/log.txt', contentType: null, sizeBytes: 512 },
        ],
      }),
      'typical',
    );
  });

  it('shows hostile text as it is: nothing mentions, embeds, formats or hides where it leads', async () => {
    await golden(
      said({
        text: [
          '@everyone @here <@&123> [click](https://evil.example) ![x](https://evil.example/t.png) <img src=x onerror=y>',
          '# Heading',
          'Not a heading',
          '===',
          '---',
          '- [ ] a task',
          '1) one',
          '> quote',
          '```js',
          'code',
          '```',
          '    indented',
          '| a | b |',
          '|---|---|',
          '+++ Collapsed',
          '&lt;b&gt; &copy; \u202Eevil\u202C \u200Bhidden',
          'https://linear.app/acme/profiles/ada and https://linear.app/acme/issue/ENG-1/title_with_marks ping nobody',
          '$$x$$ ~~no~~ __no__ *no* `no`',
        ].join('\n'),
        author: '**Admin** @everyone [x](y)',
        threadName: '](https://evil.example) `x`',
        files: [{ name: '](evil).png', url: 'javascript:alert(1)', contentType: '**x**', sizeBytes: 1 }],
      }),
      'hostile',
    );
  });

  it('has a title also when only files were sent', async () => {
    await golden(
      said({
        text: '',
        capturedBy: null,
        files: [{ name: 'crash.mp4', url: 'https://cdn.example/c', contentType: 'video/mp4', sizeBytes: 9_500_000 }],
      }),
      'only-files',
    );
  });

  it('of a text of the greatest length keeps all of it', () => {
    const { title, description } = draftIssue(said({ text: 'word '.repeat(800) }), target);
    expect(title.length).toBeLessThanOrEqual(91);
    expect(description.length).toBeGreaterThan(3_900);
  });

  it('has every text that somebody typed looked at before it leaves', () => {
    const one = said({
      title: 'T',
      threadName: 'N',
      replyTo: { author: 'Ada', content: 'R' },
      files: [{ name: 'F', url: 'https://x.example', contentType: null, sizeBytes: 1 }],
    });
    const parts = partsOf(one);
    expect(parts.map(({ text }) => text)).toEqual(['T', one.text, 'N', 'R', 'F']);
    const masked = withTexts(
      one,
      parts.map((_, index) => `masked ${index}`),
    );
    const whole = JSON.stringify(draftIssue(masked, target));
    for (const index of [0, 1, 2, 3, 4]) expect(whole).toContain(`asked ${index}`);
  });
});

describe('a title', () => {
  it.each<[string, string | null]>([
    ['Hi team,\n\nthe export forgets the last column.', 'The export forgets the last column'],
    ['hey @Ada, the login is slow', 'The login is slow'],
    ['@Dana @Ada please look: dark mode flickers', 'Please look: dark mode flickers'],
    ['## **Crash** on [save](https://x.example)', 'Crash on save'],
    ['https://acme.example/very/long\nThis page is blank', 'This page is blank'],
    ['See https://acme.example/a?b=c for the error', 'See … for the error'],
    ['👍👍\n:wave:\nIt works on my machine', 'It works on my machine'],
    ['> quoted words\nmine', 'Quoted words'],
    ['登录很慢', '登录很慢'],
    ['```\nTypeError: x is undefined\n```', 'TypeError: x is undefined'],
    ['thanks!', null],
    ['😀 https://x.example', null],
    ['', null],
  ])('of %j is %j', (text, title) => {
    expect(titleOf(text)).toBe(title);
  });

  it('is cut between characters', () => {
    expect(titleOf(`A${'👩‍👩‍👧‍👦'.repeat(40)}abc`)?.length).toBeLessThanOrEqual(91);
  });
});

describe('text for the tracker', () => {
  it('leaves ordinary words and addresses alone', () => {
    const text = 'It is 5 > 3, see https://acme.example/a_b?c=d&e=f (really).';
    expect(trackerText(text)).toBe(text);
  });

  it('is a quotation line by line', () => {
    expect(trackerQuote('a\n\nb')).toBe('> a\n>\n> b');
  });
});
