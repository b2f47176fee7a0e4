import type { Outcome } from './discord/people/outcome.ts';
import { printMessage } from './discord/print-message.ts';
import type { Modal, ModalInput } from './discord/rest/schema/callback.ts';
import type { House } from './house.ts';

/** What the person sees after a command or a press, as text for the terminal. */
export function printOutcome(
  { discord, clock }: Pick<House, 'discord' | 'clock'>,
  outcome: Outcome,
  hasColours = false,
): string {
  switch (outcome.kind) {
    case 'answered':
      return printMessage(outcome.message, { world: discord.world, now: clock.now(), hasColours });
    case 'not-acknowledged':
      return '  The application did not respond.';
    case 'unfinished':
      return '  Onomancer is thinking… and has not answered in the time that one is ready to wait.';
    case 'refused':
      return `  Discord does not send this: ${outcome.problem}`;
    case 'form':
      return printForm(outcome.modal);
    default:
      return outcome satisfies never;
  }
}

/** The form as the person sees it, with how to fill it in from the terminal. */
function printForm({ title, components }: Modal): string {
  const lines = components.flatMap((part, index) => {
    const input = part.type === 18 ? part.component : part.components[0];
    if (!input) return [];
    const label = part.type === 18 ? part.label : (part.components[0]?.label ?? input.custom_id);
    const hint = part.type === 18 && part.description ? `: ${part.description}` : '';
    const isNeeded = input.required === false ? '' : ' *';
    return [`  ${index + 1}  ${label}${isNeeded}${hint}`, `     ${inputText(input)}`];
  });
  return [`  ┌ ${title}`, ...lines, '  :fill NUMBER TEXT fills in a field, :send sends the form.'].join('\n');
}

function inputText(input: ModalInput): string {
  if (input.type === 4) return `[${input.value ?? input.placeholder ?? ''}]`;
  const options = input.options.map(({ label, default: isDefault }) => (isDefault ? `● ${label}` : `○ ${label}`));
  return `[▾ ${options.join(' | ')}]`;
}

/** Did the bot answer, and not with the card of an error? Error cards carry a catalogue code in their footer. */
export function isGoodAnswer(outcome: Outcome): boolean {
  if (outcome.kind !== 'answered') return false;
  return !outcome.message.payload.embeds.some(({ footer }) =>
    /^Reference [0-9A-Z]{8} · [A-Z_]+$/.test(footer?.text ?? ''),
  );
}
