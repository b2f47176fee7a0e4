import type { APIMessage } from 'discord-api-types/v10';
import { type Block, blocks, type Inline } from '../../sandbox/console/markdown.ts';
import type { Modal } from '../../sandbox/discord/rest/schema/callback.ts';
import { NAMES } from './people.ts';

/** What a reader's client must never show: signs that turn text around, and those of terminals. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /(?![\n\t])\p{Cc}/u;
/** Half an emoji: a joiner, or half a flag, with nothing behind it. */
const HALVED =
  /\u200D(?:…|\s|$)|(?<!\p{RI})(?:\p{RI}{2})*\p{RI}…|[\uD800-\uDFFF](?![\uDC00-\uDFFF])(?<![\uD800-\uDBFF][\uDC00-\uDFFF])|\uFFFD…/u;

/** Roles of the gallery's server; text from outside names ids that are shorter. */
const OUR_ROLE = /^1000000000\d+$/;

/** Where a message breaks our own rules: what comes from outside mentions nobody, leads nowhere and cannot turn text around. */
export function messageBreaches({ content, embeds, attachments, components = [] }: APIMessage): readonly string[] {
  const texts = [
    content,
    ...embeds.flatMap(({ title = '', description = '', fields = [] }) => [
      title,
      description,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ]),
  ];
  const footers = embeds.map(({ footer }) => footer?.text ?? '');
  return [
    ...texts.flatMap((text) => [...plainBreaches(text), ...markdownBreaches(text)]),
    ...[...footers, ...components.flatMap(labelsIn)].flatMap(plainBreaches),
    ...attachments.flatMap(({ filename, content_type: type, description = '' }) =>
      type?.startsWith('image/') && description.trim() === ''
        ? [`${filename} has no words for those who cannot see it`]
        : [],
    ),
  ];
}

/** What stands on buttons and in lists. */
function labelsIn(row: NonNullable<APIMessage['components']>[number]): readonly string[] {
  if (row.type !== 1) return [];
  return row.components.flatMap((control) => {
    if (control.type === 3) {
      const options = control.options.flatMap(({ label, description = '' }) => [label, description]);
      return [control.placeholder ?? '', ...options];
    }
    return 'label' in control ? [control.label ?? ''] : [];
  });
}

/** The same for a form, which formats nothing. */
export function formBreaches({ title, components }: Modal): readonly string[] {
  return [
    title,
    ...components.flatMap((part) => (part.type === 18 ? [part.label, part.description ?? ''] : [])),
  ].flatMap(plainBreaches);
}

/** The same for text that formats nothing. */
export function plainBreaches(text: string): readonly string[] {
  return [
    ...(TURNING.test(text) ? [`text is turned around: ${near(text, TURNING)}`] : []),
    ...(CONTROL.test(text) ? [`a control character: ${near(text, CONTROL)}`] : []),
    ...(HALVED.test(text) ? [`half an emoji: ${near(text, HALVED)}`] : []),
  ];
}

function markdownBreaches(text: string): readonly string[] {
  return blocks(text).flatMap((block) =>
    block.kind === 'code' ? [`a block of code: ${block.text.slice(0, 40)}`] : inside(block).flatMap(inlineBreaches),
  );
}

const inside = (block: Exclude<Block, { kind: 'code' }>): readonly Inline[] => block.inside;

function inlineBreaches(piece: Inline): readonly string[] {
  switch (piece.kind) {
    case 'text':
      return /@(everyone|here)\b/.test(piece.text) ? [`it calls everybody: ${piece.text.slice(0, 40)}`] : [];
    case 'code':
    case 'time':
      return [];
    case 'mention':
      return piece.id in NAMES || OUR_ROLE.test(piece.id)
        ? []
        : [`it mentions ${piece.sign}${piece.id}, whom nobody meant`];
    case 'link':
      return [...linkBreaches(piece), ...piece.inside.flatMap(inlineBreaches)];
    case 'spoiler':
      return ['it hides something'];
    default:
      return piece.inside.flatMap(inlineBreaches);
  }
}

/** A link that says where it leads may lead anywhere; the others lead to where we meant. */
function linkBreaches({ url, inside: shown }: Extract<Inline, { kind: 'link' }>): readonly string[] {
  const isBare = shown.length === 1 && shown[0]?.kind === 'text' && shown[0].text === url;
  return !isBare && /evil/.test(url) ? [`it leads to ${url} without saying so`] : [];
}

function near(text: string, pattern: RegExp): string {
  const at = text.search(pattern);
  return JSON.stringify(text.slice(Math.max(0, at - 20), at + 20));
}
