import {
  type APIButtonComponent,
  type APISelectMenuComponent,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { SandboxMessage } from '../world/message.ts';

export type Control = APIButtonComponent | APISelectMenuComponent;

/** The buttons and selects of a message, in reading order. */
export function controlsOf(message: SandboxMessage): readonly Control[] {
  return (message.payload.components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow ? (row.components as readonly Control[]) : [],
  );
}

/** The button with this custom id or label; arrows, emoji and case in labels do not count. */
export function findButton(message: SandboxMessage, labelOrCustomId: string): APIButtonComponent | null {
  const buttons = controlsOf(message).filter(
    (control): control is APIButtonComponent => control.type === ComponentType.Button,
  );
  const wanted = plain(labelOrCustomId);
  return (
    buttons.find((button) => 'custom_id' in button && button.custom_id === labelOrCustomId) ??
    buttons.find((button) => labelOf(button) === labelOrCustomId) ??
    buttons.find((button) => wanted !== '' && plain(labelOf(button)) === wanted) ??
    null
  );
}

export function findSelect(message: SandboxMessage, customId: string): APISelectMenuComponent | null {
  const selects = controlsOf(message).filter(
    (control): control is APISelectMenuComponent => control.type !== ComponentType.Button,
  );
  return selects.find((select) => select.custom_id === customId) ?? null;
}

/** The text on a button, its emoji when it has no text. */
export function labelOf(button: APIButtonComponent): string {
  if (button.style === ButtonStyle.Premium) return '';
  return button.label ?? button.emoji?.name ?? '';
}

/** A sentence that says why this button cannot be pressed; null when it can. */
export function whyNotPressable(button: APIButtonComponent): string | null {
  if (button.disabled) return `The button "${labelOf(button)}" is disabled.`;
  if (button.style === ButtonStyle.Link)
    return `The button "${labelOf(button)}" opens ${button.url}; nothing is sent to the bot.`;
  return null;
}

function plain(label: string): string {
  return label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
