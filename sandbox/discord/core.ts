import type { Clock } from '../../src/shared/clock.ts';
import type { BotToken } from './bot-token.ts';
import type { SandboxEvents } from './events.ts';
import type { IdentifyBudget } from './gateway/identify-budget.ts';
import type { Sessions } from './gateway/sessions.ts';
import type { CommandBook } from './interactions/command-book.ts';
import type { InteractionBook } from './interactions/interaction-book.ts';
import type { AttachmentStore } from './rest/attachments.ts';
import type { SnowflakeMint } from './snowflake.ts';
import type { MessageBook } from './world/message-book.ts';
import type { World } from './world/world.ts';

/** The parts of the local Discord that its rooms (REST, gateway, people) share. */
export interface Core {
  readonly clock: Clock;
  /** Milliseconds that only go forward, whatever the clock does: for limits and deadlines that clients time themselves. */
  readonly elapsedMs: () => number;
  readonly newSecret: () => string;
  readonly mint: SnowflakeMint;
  readonly world: World;
  readonly messages: MessageBook;
  readonly commands: CommandBook;
  readonly interactions: InteractionBook;
  readonly sessions: Sessions;
  readonly budget: IdentifyBudget;
  readonly attachments: AttachmentStore;
  readonly events: SandboxEvents;
  readonly token: BotToken;
  /** Bits of the privileged intents that are switched on for the application, as in the developer portal. */
  readonly privilegedIntents: number;
  /** Known once the server listens. */
  readonly addresses: { apiUrl: string; gatewayUrl: string };
}
