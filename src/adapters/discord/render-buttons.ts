import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Button } from '../../ports/chat.ts';
import { fitLine } from '../../shared/text/fit-text.ts';
import { safeUrl } from '../../shared/text/markdown.ts';
import { cleanLine } from './clean-text.ts';
import { LIMITS } from './render-limits.ts';

type ActionButton = Extract<Button, { kind: 'action' }>;
type ActionStyle = ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Danger;

const STYLES: Readonly<Record<NonNullable<ActionButton['style']>, ActionStyle>> = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
};

/** The rows of buttons: a row that is too long goes on in the next. `leftOut` counts those for which there is no row. */
export function renderButtons(
  rows: readonly (readonly Button[])[],
  maxRows: number = LIMITS.rows,
): {
  readonly components: APIActionRowComponent<APIButtonComponent>[];
  readonly leftOut: number;
} {
  const chunks = rows.flatMap(inRows);
  const components = chunks.slice(0, maxRows).map((row, rowIndex) => ({
    type: ComponentType.ActionRow as const,
    components: row.map((button, index) => renderButton(button, `${rowIndex}-${index}`)),
  }));
  return { components, leftOut: chunks.slice(maxRows).flat().length };
}

function inRows(buttons: readonly Button[]): Button[][] {
  const count = Math.ceil(buttons.length / LIMITS.buttonsPerRow);
  return Array.from({ length: count }, (_, index) =>
    buttons.slice(index * LIMITS.buttonsPerRow, (index + 1) * LIMITS.buttonsPerRow),
  );
}

function renderButton(button: Button, place: string): APIButtonComponent {
  const label = fitLine(cleanLine(button.label), LIMITS.labelChars) || '–';
  if (button.kind === 'action') {
    const { id, style = 'secondary', isDisabled = false } = button;
    return { type: ComponentType.Button, style: STYLES[style], custom_id: id, label, disabled: isDisabled };
  }
  const url = safeUrl(button.url);
  if (url !== null) return { type: ComponentType.Button, style: ButtonStyle.Link, url, label };
  // Discord would refuse the whole message; this way the reader sees that there is a link that does not work.
  const custom_id = `link-that-does-not-work:${place}`;
  return { type: ComponentType.Button, style: ButtonStyle.Secondary, custom_id, label, disabled: true };
}
