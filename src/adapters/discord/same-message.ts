import type { APIEmbed, APIMessage } from 'discord-api-types/v10';
import type { ReplyBody } from './render-reply.ts';

/**
 * True when the message shows what this body would make of it. Discord trims texts and adds fields of its own, so only
 * what a reader sees is compared.
 */
export function isSameMessage(message: APIMessage, body: ReplyBody): boolean {
  return (
    shown(message.content, message.embeds, message.components ?? []) ===
    shown(body.content, body.embeds, body.components)
  );
}

function shown(content: string, embeds: readonly APIEmbed[], components: readonly object[]): string {
  const controls = components.flatMap((row) => ('components' in row ? (row.components as readonly object[]) : []));
  return JSON.stringify([
    content.trim(),
    embeds.map(({ title, url, description, fields = [], footer, color = 0 }) => [
      title?.trim() ?? '',
      url === undefined ? '' : new URL(url).href,
      description?.trim() ?? '',
      fields.map(({ name, value, inline = false }) => [name.trim(), value.trim(), inline]),
      footer?.text.trim() ?? '',
      color,
    ]),
    controls.map((control) => [
      'custom_id' in control ? control.custom_id : 'url' in control ? control.url : '',
      'label' in control ? control.label : '',
      'disabled' in control ? (control.disabled ?? false) : false,
    ]),
  ]);
}
