import type { InteractionTrace } from '../../sandbox/discord/interactions/trace.ts';
import type { DiscordSandbox } from '../../sandbox/discord/start-discord.ts';
import type { SandboxMessage } from '../../sandbox/discord/world/message.ts';

/** How an interaction ended for the person. */
export type Ending =
  | { readonly kind: 'answered' }
  /** The card of an error, or the note that the bot restarts. */
  | { readonly kind: 'told'; readonly code: string }
  /** Discord's own "The application did not respond". */
  | { readonly kind: 'no-response' }
  /** "Thinking…", or a pressed button that nothing came of. */
  | { readonly kind: 'open' }
  /** More than one answer: what must never be. */
  | { readonly kind: 'twice'; readonly why: string };

interface Entry {
  readonly trace: InteractionTrace;
  /** What its edits said, notes that it takes longer left out. */
  readonly edits: SandboxMessage[];
  edited: number;
}

const PROGRESS_MARK = '⏳';
/** Callbacks that are an answer already: a message, or the new content of the pressed one. */
const ANSWERING = new Set([4, 7]);
const COMMAND_OR_PRESS = new Set(['command', 'component']);

/** Writes down everything that people in the local Discord got to see, interaction by interaction. */
export class AnswerBook {
  readonly #entries = new Map<string, Entry>();
  readonly #stops: (() => void)[];
  readonly #discord: DiscordSandbox;

  constructor(discord: DiscordSandbox) {
    this.#discord = discord;
    this.#stops = [
      discord.on('interaction-created', (trace) => {
        if (COMMAND_OR_PRESS.has(trace.kind)) this.#entries.set(trace.id, { trace, edits: [], edited: 0 });
      }),
      // An edit is noted in its interaction right after the message has changed.
      discord.on('message-edited', (message) => queueMicrotask(() => this.#edited(message))),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  /** Was this message edited by an interaction before? */
  hasSeenEdited(messageId: string): boolean {
    return [...this.#entries.values()].some(({ trace, edited }) => edited > 0 && trace.finalMessage?.id === messageId);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Every command and press since the beginning, with its ending as of now. */
  endings(): readonly { readonly trace: InteractionTrace; readonly ending: Ending }[] {
    return [...this.#entries.values()].map((entry) => ({ trace: entry.trace, ending: this.#endingOf(entry) }));
  }

  /** Whoever got more than one answer, or waits in vain; one line each. */
  wrong(): readonly string[] {
    return this.endings().flatMap(({ trace, ending }) => {
      if (ending.kind !== 'twice' && ending.kind !== 'open') return [];
      const { id, commandName, customId, callbacks, edits, rejectedCallbacks } = trace;
      const calls = `${callbacks.length} callbacks, ${edits.length} edits, ${rejectedCallbacks.length} refused callbacks`;
      const why = ending.kind === 'twice' ? `answered twice (${ending.why})` : 'open';
      return [`${id} ${customId ?? `/${commandName}`}: ${why}; ${calls}`];
    });
  }

  /** Edits that said the same words again: nobody can see them, and they cost a request. */
  get repeatedEdits(): number {
    return [...this.#entries.values()].reduce((sum, { edits }) => sum + edits.length - distinct(edits).size, 0);
  }

  #edited(message: SandboxMessage): void {
    for (const entry of this.#entries.values()) {
      if (entry.trace.finalMessage?.id !== message.id || entry.trace.edits.length === entry.edited) continue;
      entry.edited = entry.trace.edits.length;
      if (!message.payload.content.startsWith(PROGRESS_MARK)) entry.edits.push(message);
    }
  }

  #endingOf({ trace, edits }: Entry): Ending {
    const inCallback = trace.callbacks.filter(({ type }) => ANSWERING.has(type)).length;
    const answers = inCallback + distinct(edits).size + trace.followUps.length;
    if (trace.callbacks.length > 1) return { kind: 'twice', why: `${trace.callbacks.length} callbacks` };
    if (answers > 1) {
      const parts = `${inCallback} in the callback, ${distinct(edits).size} edits, ${trace.followUps.length} follow-ups`;
      return { kind: 'twice', why: parts };
    }
    if (trace.isExpired) return { kind: 'no-response' };
    if (answers === 0) return { kind: 'open' };
    const code = errorCodeOf(this.#answer(trace, edits));
    return code === null ? { kind: 'answered' } : { kind: 'told', code };
  }

  #answer({ followUps, finalMessage, channelId, userId }: InteractionTrace, edits: readonly SandboxMessage[]) {
    const [followUp] = followUps;
    if (!followUp) return edits.at(-1) ?? finalMessage;
    const person = this.#discord.people().find(({ id }) => id === userId);
    return person?.sees(channelId).find(({ id }) => id === followUp.messageId) ?? null;
  }
}

/** The catalogue code in the footer of an error card; null for other answers. */
function errorCodeOf(message: SandboxMessage | null): string | null {
  const footers = message?.payload.embeds.map(({ footer }) => footer?.text ?? '') ?? [];
  return footers.map((text) => /^Reference \w{8} · ([A-Z_]+)$/.exec(text)?.[1]).find(Boolean) ?? null;
}

function distinct(messages: readonly SandboxMessage[]): ReadonlySet<string> {
  return new Set(messages.map(({ payload }) => JSON.stringify([payload.content, payload.embeds, payload.components])));
}

/** One line: how many ended how. */
export function tally(endings: readonly { readonly ending: Ending }[]): string {
  const words = endings.map(({ ending }) => {
    if (ending.kind === 'told') return `told ${ending.code}`;
    return ending.kind === 'no-response' ? 'Discord said that nobody responded' : ending.kind;
  });
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const parts = [...counts].sort(([, a], [, b]) => b - a).map(([word, count]) => `${count} ${word}`);
  return `${endings.length} interactions: ${parts.join(', ')}`;
}
