import type { Outcome } from './discord/people/outcome.ts';
import { printMessage } from './discord/print-message.ts';
import type { House } from './house.ts';

/** What the person sees after a command or a press, as text for the terminal. */
export function printOutcome({ discord }: Pick<House, 'discord'>, outcome: Outcome, hasColours = false): string {
  switch (outcome.kind) {
    case 'answered':
      return printMessage(outcome.message, { world: discord.world, now: new Date(), hasColours });
    case 'not-acknowledged':
      return '  The application did not respond.';
    case 'unfinished':
      return '  Onomancer is thinking… and has not answered in the time that one is ready to wait.';
    case 'refused':
      return `  Discord does not send this: ${outcome.problem}`;
    case 'form':
      return `  The bot opened the form "${outcome.modal.title}".`;
    default:
      return outcome satisfies never;
  }
}

/** Did the bot answer, and not with the card of an error? Error cards carry a catalogue code in their footer. */
export function isGoodAnswer(outcome: Outcome): boolean {
  if (outcome.kind !== 'answered') return false;
  return !outcome.message.payload.embeds.some(({ footer }) =>
    /^Reference [0-9A-Z]{8} · [A-Z_]+$/.test(footer?.text ?? ''),
  );
}
