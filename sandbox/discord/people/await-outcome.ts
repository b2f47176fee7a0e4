import type { Core } from '../core.ts';
import type { Interaction } from '../interactions/interaction-book.ts';
import type { SandboxMessage } from '../world/message.ts';
import type { Outcome } from './outcome.ts';

/** Waits until the person sees how it ended, at most `waitMs`. */
export function awaitOutcome(core: Core, interaction: Interaction, waitMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(outcome);
    };
    const look = (): void => {
      const outcome = outcomeOf(core, interaction);
      if (outcome) finish(outcome);
    };
    const timer = setTimeout(() => {
      finish({ kind: 'unfinished', interactionId: interaction.id, message: core.interactions.original(interaction) });
    }, waitMs);
    const unsubscribe = interaction.onChange(look);
    look();
  });
}

/** How the interaction stands for the person; null while it is still open. */
function outcomeOf(core: Core, interaction: Interaction): Outcome | null {
  const interactionId = interaction.id;
  if (interaction.state === 'expired') return { kind: 'not-acknowledged', interactionId };
  const { acknowledgedMs, answeredMs, modal, callbackType } = interaction;
  if (acknowledgedMs === null) return null;
  if (modal) return { kind: 'form', interactionId, modal, acknowledgedMs };
  // Choices for somebody who types are no message.
  if (callbackType === 8) return { kind: 'unfinished', interactionId, message: null };
  const message = answer(core, interaction);
  if (!message) return null;
  return { kind: 'answered', interactionId, message, acknowledgedMs, answeredMs: answeredMs ?? acknowledgedMs };
}

function answer(core: Core, interaction: Interaction): SandboxMessage | null {
  const original = core.interactions.original(interaction);
  const followUpId = interaction.followUps[0]?.messageId;
  const followUp = followUpId === undefined ? null : core.messages.find(followUpId);
  // A deferred update changes nothing by itself: the pressed message counts from its first edit on.
  if (interaction.callbackType === 6 && interaction.edits.length === 0) return followUp;
  return original && !original.isLoading && !original.isDeleted ? original : followUp;
}
