import { PermissionFlagsBits } from 'discord-api-types/v10';
import { AppError } from '../../../src/shared/errors/app-error.ts';
import type { Core } from '../core.ts';
import type { TextChannel } from '../world/model.ts';

/** What somebody who may manage the server does in Discord's client, with consequences for the bot. */
export class Moderation {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  deleteChannel(name: string): void {
    this.#core.world.removeChannel(this.#channel(name).id);
  }

  /** Takes permissions from the bot in a channel; `View Channel` when nothing is said. None: gives them back. */
  forbid(name: string, denied: bigint = PermissionFlagsBits.ViewChannel): void {
    const { world } = this.#core;
    const channel = this.#channel(name);
    const others = channel.overwrites.filter(({ id }) => id !== world.applicationId);
    const own = { id: world.applicationId, kind: 'member', allow: 0n, deny: denied } as const;
    world.setOverwrites(channel, denied === 0n ? others : [...others, own]);
  }

  deleteMessage(messageId: string): void {
    const message = this.#core.messages.find(messageId);
    if (message === null) throw unknown(`There is no message ${messageId}.`);
    this.#core.messages.delete(message);
  }

  #channel(name: string): TextChannel {
    const channel = this.#core.world.channelNamed(name);
    if (channel?.kind !== 'text') throw unknown(`There is no text channel "${name}".`);
    return channel;
  }
}

function unknown(problem: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted: 'The name or the id of one that is there.' } });
}
