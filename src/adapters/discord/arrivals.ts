import type { APIInteraction } from 'discord-api-types/v10';
import type { Arrival } from '../../ports/incoming.ts';
import type { TakenInteraction } from '../../ports/store.ts';
import type { Secret } from '../../shared/secret.ts';
import { discordAnswering } from './answering.ts';
import { parseInteraction } from './parse-interaction.ts';
import type { Speaker } from './render-message.ts';
import { sealedWith } from './sealed-text.ts';

/** Makes interactions answerable. */
export interface Arrivals {
  /** Null for kinds that this bot never registers. Throws when it cannot be read. */
  of(interaction: APIInteraction, receivedAt: Date): Arrival | null;
  /** A stored interaction, made answerable again; null when the stored text is not one, or is of another token's time. */
  revive(taken: TakenInteraction): Arrival | null;
}

/** What people typed is sealed with the token before it is stored. */
export function discordArrivals(speaker: Speaker, token: Secret): Arrivals {
  const seal = sealedWith(token);
  const of = (interaction: APIInteraction, receivedAt: Date): Arrival | null => {
    const incoming = parseInteraction(interaction, receivedAt);
    if (!incoming) return null;
    const handle = {
      id: interaction.id,
      token: interaction.token,
      applicationId: interaction.application_id,
      sourceMessageId: 'message' in interaction ? (interaction.message?.id ?? null) : null,
      createdAt: incoming.createdAt,
    };
    return {
      incoming,
      answering: discordAnswering(speaker, handle),
      token: interaction.token,
      // Made when it is asked for: suggestions come with every key stroke and are never stored.
      get payload() {
        return seal.close(JSON.stringify(interaction));
      },
    };
  };
  return {
    of,
    revive(taken) {
      try {
        return of(JSON.parse(seal.open(taken.payload)) as APIInteraction, taken.receivedAt);
      } catch {
        return null;
      }
    },
  };
}
