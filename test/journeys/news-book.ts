import type { APIMessage } from 'discord-api-types/v10';
import type { DiscordSandbox } from '../../sandbox/discord/start-discord.ts';
import type { SandboxMessage } from '../../sandbox/discord/world/message.ts';

/** Something that happened, wherever it is told of: `event17x`. */
const MARK = /event\d+x/g;

export const markOf = (number: number): string => `event${number}x`;

export const marksIn = (text: string): readonly string[] => text.match(MARK) ?? [];

interface Entry {
  readonly channelId: string;
  text: string;
  edits: number;
}

/** Writes down everything that the bot says in channels without being asked, and what becomes of it. */
export class NewsBook {
  /** Repetitions of what a message said already: "edited", and nothing has changed. */
  repeatedEdits = 0;
  edits = 0;
  readonly #entries = new Map<string, Entry>();
  readonly #stops: (() => void)[];

  constructor(discord: DiscordSandbox) {
    const isOurs = ({ authorId, payload }: SandboxMessage): boolean =>
      authorId === discord.applicationId && payload.interaction_metadata === undefined;
    this.#stops = [
      discord.on('message', (message) => {
        if (isOurs(message))
          this.#entries.set(message.id, { ...place(message), text: shown(message.payload), edits: 0 });
      }),
      discord.on('message-edited', (message) => this.#edited(message)),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  get messages(): number {
    return this.#entries.size;
  }

  /** How often each mark stands in a channel, over all messages. */
  counts(channelId: string): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const mark of this.marks(channelId)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
    return counts;
  }

  /** The marks of a channel from top to bottom. */
  marks(channelId: string): readonly string[] {
    return this.texts(channelId).flatMap(marksIn);
  }

  /** What stands in a channel, the oldest first. */
  texts(channelId: string): readonly string[] {
    return [...this.#entries.values()].filter((entry) => entry.channelId === channelId).map(({ text }) => text);
  }

  #edited(message: SandboxMessage): void {
    const entry = this.#entries.get(message.id);
    if (!entry) return;
    const text = shown(message.payload);
    this.edits += 1;
    if (text === entry.text) this.repeatedEdits += 1;
    entry.text = text;
    entry.edits += 1;
  }
}

const place = ({ channelId }: SandboxMessage) => ({ channelId });

function shown({ content, embeds }: APIMessage): string {
  return [content, ...embeds.flatMap(({ title, description, footer }) => [title, description, footer?.text])]
    .filter((text) => text !== undefined && text !== '')
    .join('\n');
}
