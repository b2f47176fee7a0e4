import type { Outcome } from './discord/people/outcome.ts';
import type { DiscordSandbox } from './discord/start-discord.ts';

/** How the bot begins a text that is not the answer yet. */
const PROGRESS_MARK = '⏳';
const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 20_000;

/** The outcome once it is the answer and not a note that the answer takes longer. */
export async function waitForAnswer(discord: DiscordSandbox, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== 'answered' || !outcome.message.payload.content.startsWith(PROGRESS_MARK)) return outcome;
  const trace = discord.interactions.find(({ id }) => id === outcome.interactionId);
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const message = trace?.finalMessage;
    if (message && !message.payload.content.startsWith(PROGRESS_MARK)) return { ...outcome, message };
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
  return { kind: 'unfinished', interactionId: outcome.interactionId, message: outcome.message };
}
