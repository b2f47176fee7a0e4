import { createHash } from 'node:crypto';
import type { APIMessage } from 'discord-api-types/v10';
import { ApiError } from '../../sandbox/discord/rest/api-error.ts';
import { AttachmentStore, type UploadedFile } from '../../sandbox/discord/rest/attachments.ts';
import { parseForm } from '../../sandbox/discord/rest/form.ts';
import { callback } from '../../sandbox/discord/rest/schema/callback.ts';
import { newContent, parseMessage } from '../../sandbox/discord/rest/schema/message.ts';
import { SnowflakeMint } from '../../sandbox/discord/snowflake.ts';
import { renderChoices } from '../../src/adapters/discord/render-choices.ts';
import { renderForm } from '../../src/adapters/discord/render-form.ts';
import { renderMessage } from '../../src/adapters/discord/render-message.ts';
import type { Pictures } from '../../src/ports/pictures.ts';
import { fixedClock } from '../../src/shared/clock.ts';
import { AREAS, type Entry, type Piece, Seen } from './entry.ts';
import type { Collection, Exhibit, Kind, Shown } from './exhibit.ts';
import { NAMES } from './people.ts';
import { formBreaches, messageBreaches, plainBreaches } from './rules.ts';

const CHANNEL = '100000000000000042';
const BOT = {
  id: '100000000000000001',
  username: 'Onomancer',
  global_name: null,
  bot: true,
  discriminator: '0001',
  avatar: null,
};
const AT = '2026-08-12T10:00:00.000Z';
const FLAG_EPHEMERAL = 64;

/** Makes every entry, as Discord would have taken it. */
export async function curate(
  entries: readonly Entry[],
  pictures: Pictures,
): Promise<Collection & { readonly seen: Seen }> {
  const seen = new Seen();
  const room = new Room(pictures);
  const exhibits: Exhibit[] = [];
  for (const entry of entries) exhibits.push(await room.exhibit(entry, seen));
  return { now: AT, exhibits, areas: AREAS, names: NAMES, pictures: room.pictures, seen };
}

class Room {
  readonly #drawn = new Map<string, string>();
  readonly #pictures: Pictures;
  readonly #mint = new SnowflakeMint(fixedClock(AT));
  readonly #ids = new Map<string, number>();

  constructor(pictures: Pictures) {
    this.#pictures = pictures;
  }

  get pictures(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#drawn);
  }

  async exhibit(entry: Entry, seen: Seen): Promise<Exhibit> {
    const { name, area, data } = entry;
    const pieces = await entry.make(seen);
    const shown: Shown[] = [];
    for (const piece of pieces) shown.push(await this.#show(piece));
    const breaches = shown.flatMap(breachesOf);
    return { id: this.#id(`${area} ${data} ${name}`), name, area, data, kinds: kindsOf(shown), shown, breaches };
  }

  /** What people can point at: letters and digits, each once. */
  #id(words: string): string {
    const plain = words
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 80)
      .replaceAll(/^-|-$/g, '');
    const count = (this.#ids.get(plain) ?? 0) + 1;
    this.#ids.set(plain, count);
    return count === 1 ? plain : `${plain}-${count}`;
  }

  async #show(piece: Piece): Promise<Shown> {
    try {
      return await this.#taken(piece);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { kind: 'refused', why: JSON.stringify(error.body) };
    }
  }

  async #taken(piece: Piece): Promise<Shown> {
    switch (piece.kind) {
      case 'message':
        return this.#message(piece);
      case 'form': {
        const taken = parseForm(callback, { type: 9, data: renderForm(piece.form) });
        if (taken.type !== 9) throw new Error('A form came back as something else.');
        return { kind: 'form', modal: taken.data };
      }
      case 'suggestions': {
        const taken = parseForm(callback, { type: 8, data: { choices: renderChoices(piece.choices) } });
        if (taken.type !== 8) throw new Error('Suggestions came back as something else.');
        return { kind: 'suggestions', line: piece.line, names: taken.data.choices.map(({ name }) => name) };
      }
      case 'picture':
        return { kind: 'picture', url: this.#keep(await this.#pictures.draw(piece.picture)), alt: piece.picture.alt };
    }
  }

  async #message({ reply, isPrivate, line, place }: Extract<Piece, { kind: 'message' }>): Promise<Shown> {
    const { files, ...body } = await renderMessage(reply, this.#pictures);
    const uploaded = files.map(({ name, data, contentType = '' }, index): UploadedFile => {
      const bytes = typeof data === 'string' ? Buffer.from(data) : (data as Uint8Array);
      return { index, name, contentType, bytes };
    });
    const attachments = new AttachmentStore(this.#mint, () => 'https://cdn.example');
    const fields = parseMessage(isPrivate ? { ...body, flags: FLAG_EPHEMERAL } : body);
    const content = newContent(fields, { channelId: CHANNEL, files: uploaded, attachments, flags: 'interaction' });
    const byUrl = new Map(
      content.attachments.map(({ url }, index) => [url, this.#keep(uploaded[index]?.bytes ?? new Uint8Array())]),
    );
    const hung = <T extends { url: string }>(one: T): T => ({ ...one, url: byUrl.get(one.url) ?? one.url });
    const payload = {
      id: this.#mint.next(),
      channel_id: CHANNEL,
      type: 0,
      author: BOT,
      content: content.content,
      embeds: content.embeds.map((embed) => (embed.image ? { ...embed, image: hung(embed.image) } : embed)),
      components: content.components,
      attachments: content.attachments.map(hung),
      timestamp: AT,
      edited_timestamp: null,
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
      pinned: false,
      tts: false,
      ...(line === undefined
        ? {}
        : { interaction: usedBy(line, this.#mint.next()), interaction_metadata: { user: ASKER } }),
    } as unknown as APIMessage;
    if (JSON.stringify(content.allowedMentions) !== '{"parse":[]}')
      return { kind: 'refused', why: `It may mention people: ${JSON.stringify(content.allowedMentions)}` };
    return { kind: 'message', payload, isEphemeral: isPrivate, place: place ?? null };
  }

  /** Each file once; gives the name by which the page finds it. */
  #keep(bytes: Uint8Array): string {
    const name = `file:${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
    const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
    const type = isPng ? 'image/png' : 'text/plain;charset=utf-8';
    if (!this.#drawn.has(name)) this.#drawn.set(name, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`);
    return name;
  }
}

const ASKER = { id: '1001', username: 'ada', global_name: 'Ada Lovelace' };
const usedBy = (line: string, id: string) => ({ id, type: 2, name: line.replace(/^\//, ''), user: ASKER });

function breachesOf(shown: Shown): readonly string[] {
  switch (shown.kind) {
    case 'message':
      return messageBreaches(shown.payload);
    case 'form':
      return formBreaches(shown.modal);
    case 'suggestions':
      return shown.names.flatMap(plainBreaches);
    case 'picture':
      return shown.alt.trim() === '' ? ['it has no words for those who cannot see it'] : plainBreaches(shown.alt);
    case 'refused':
      return [`Discord refuses it: ${shown.why}`];
  }
}

function kindsOf(all: readonly Shown[]): readonly Kind[] {
  const found = new Set<Kind>();
  for (const shown of all) {
    if (shown.kind !== 'message') {
      if (shown.kind !== 'refused') found.add(shown.kind);
      continue;
    }
    const { payload, isEphemeral } = shown;
    found.add('message');
    if (isEphemeral) found.add('ephemeral');
    if (payload.embeds.length > 0) found.add('embed');
    if (payload.attachments.some(({ content_type: type }) => type?.startsWith('image/'))) found.add('picture');
    const types = (payload.components ?? []).flatMap((row) =>
      row.type === 1 ? row.components.map(({ type }) => type) : [],
    );
    if (types.includes(2)) found.add('buttons');
    if (types.includes(3)) found.add('select');
  }
  return [...found];
}
