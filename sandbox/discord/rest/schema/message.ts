import type { APIMessage } from 'discord-api-types/v10';
import { z } from 'zod';
import {
  FLAG_EPHEMERAL,
  FLAG_SUPPRESS_EMBEDS,
  FLAG_SUPPRESS_NOTIFICATIONS,
  type SandboxMessage,
} from '../../world/message.ts';
import { EMPTY_CONTENT, type MessageContent } from '../../world/message-book.ts';
import { invalidField, refuse } from '../api-error.ts';
import type { AttachmentStore, UploadedFile } from '../attachments.ts';
import { listUpTo, maybe, must, oneOf, parseForm, snowflakeId, textUpTo } from '../form.ts';
import { checkComponents, components, presentComponents } from './component.ts';
import { checkEmbeds, embeds, presentEmbed } from './embed.ts';

const attachment = z.strictObject({
  id: z.union([z.string(), z.int()]),
  filename: maybe(textUpTo(1024)),
  description: maybe(textUpTo(1024)),
  title: maybe(textUpTo(1024)),
});

/** https://docs.discord.com/developers/resources/message#allowed-mentions-object */
const allowedMentions = z
  .strictObject({
    parse: maybe(z.array(oneOf(['users', 'roles', 'everyone']))),
    users: maybe(listUpTo(snowflakeId(), 100)),
    roles: maybe(listUpTo(snowflakeId(), 100)),
    replied_user: maybe(z.boolean()),
  })
  .check(
    must(
      (m) => !(m.parse?.includes('users') && m.users?.length),
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      'parse:["users"] and users: [ids...] are mutually exclusive.',
    ),
    must(
      (m) => !(m.parse?.includes('roles') && m.roles?.length),
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      'parse:["roles"] and roles: [ids...] are mutually exclusive.',
    ),
  );

/** https://docs.discord.com/developers/resources/message#create-message-json/form-params: content up to 2,000 characters. */
export const messageFields = {
  content: maybe(textUpTo(2000)),
  embeds: maybe(embeds),
  components: maybe(components),
  allowed_mentions: maybe(allowedMentions),
  attachments: maybe(listUpTo(attachment, 10)),
  flags: maybe(z.int()),
};

const nonce = z.union([z.int(), textUpTo(25)]);

export const messageCreate = z.strictObject({
  ...messageFields,
  tts: maybe(z.boolean()),
  nonce: maybe(nonce),
  enforce_nonce: maybe(z.boolean()),
  message_reference: maybe(
    z.strictObject({
      type: maybe(oneOf([0])),
      message_id: snowflakeId(),
      channel_id: maybe(snowflakeId()),
      guild_id: maybe(snowflakeId()),
      fail_if_not_exists: maybe(z.boolean()),
    }),
  ),
});

export const followUpCreate = z.strictObject({ ...messageFields, tts: maybe(z.boolean()) });
export const messageEdit = z.strictObject(messageFields);

export type MessageFields = z.output<typeof messageEdit> & { readonly tts?: boolean | null | undefined };

interface Writing {
  readonly channelId: string;
  readonly files: readonly UploadedFile[];
  readonly attachments: AttachmentStore;
  /** The flags that may be set here. */
  readonly flags: 'message' | 'interaction';
}

const CREATE_FLAGS = {
  message: FLAG_SUPPRESS_EMBEDS | FLAG_SUPPRESS_NOTIFICATIONS,
  interaction: FLAG_SUPPRESS_EMBEDS | FLAG_SUPPRESS_NOTIFICATIONS | FLAG_EPHEMERAL,
};

/** The content of a new message; throws what Discord refuses, an empty message included. */
export function newContent(fields: MessageFields, writing: Writing): MessageContent {
  const flags = fields.flags ?? 0;
  if (flags & ~CREATE_FLAGS[writing.flags]) {
    throw invalidField(
      ['flags'],
      'MESSAGE_FLAGS_INVALID',
      'These flags cannot be set here (or not in the local Discord).',
    );
  }
  return notEmpty({ ...compose(fields, writing, EMPTY_CONTENT), flags, tts: fields.tts ?? false });
}

/** The content after an edit: fields that are not given stay as they are. */
export function editedContent(fields: MessageFields, writing: Writing, message: SandboxMessage): MessageContent {
  const { payload } = message;
  const before: MessageContent = {
    ...EMPTY_CONTENT,
    content: payload.content,
    embeds: payload.embeds,
    components: payload.components ?? [],
    attachments: payload.attachments,
    flags: payload.flags ?? 0,
    tts: payload.tts,
  };
  // Only this flag can be changed by an edit; others are ignored without an error, as Discord says.
  const asked = fields.flags ?? before.flags;
  const flags = (before.flags & ~FLAG_SUPPRESS_EMBEDS) | (asked & FLAG_SUPPRESS_EMBEDS);
  return notEmpty({ ...compose(fields, writing, before), flags });
}

function compose(fields: MessageFields, writing: Writing, before: MessageContent): MessageContent {
  checkEmbeds(fields.embeds ?? []);
  checkComponents(fields.components ?? []);
  const attachments = writing.attachments.resolve({
    channelId: writing.channelId,
    files: writing.files,
    requested: fields.attachments,
    existing: before.attachments,
  });
  return {
    ...before,
    content: fields.content === undefined ? before.content : (fields.content ?? '').trim(),
    embeds: withAttachments(
      fields.embeds === undefined ? before.embeds : (fields.embeds ?? []).map(presentEmbed),
      attachments,
    ),
    components: fields.components === undefined ? before.components : presentComponents(fields.components ?? []),
    attachments,
    allowedMentions: fields.allowed_mentions ?? null,
  };
}

/** `attachment://name` in an embed becomes the link of the file. */
function withAttachments(list: APIMessage['embeds'], attachments: APIMessage['attachments']): APIMessage['embeds'] {
  const resolve = (url: string): string =>
    attachments.find(({ filename }) => url === `attachment://${filename}`)?.url ?? url;
  return list.map((embed) => ({
    ...embed,
    ...(embed.image ? { image: { ...embed.image, url: resolve(embed.image.url) } } : {}),
    ...(embed.thumbnail ? { thumbnail: { ...embed.thumbnail, url: resolve(embed.thumbnail.url) } } : {}),
  }));
}

/** https://docs.discord.com/developers/resources/message#create-message-json/form-params: one of these is required. */
function notEmpty(content: MessageContent): MessageContent {
  const parts = [...content.embeds, ...content.components, ...content.attachments];
  if (content.content === '' && parts.length === 0) throw refuse.emptyMessage();
  return content;
}

/** For bodies that a route gets: the checked fields. */
export const parseMessage = (body: unknown): z.output<typeof messageCreate> => parseForm(messageCreate, body ?? {});
