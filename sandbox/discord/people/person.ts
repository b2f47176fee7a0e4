import { type APIApplicationCommand, PermissionFlagsBits } from 'discord-api-types/v10';
import { AppError } from '../../../src/shared/errors/app-error.ts';
import type { Core } from '../core.ts';
import { broadcastInteraction } from '../gateway/broadcast.ts';
import type { RegisteredCommand } from '../interactions/command-book.ts';
import type { Interaction, NewInteraction } from '../interactions/interaction-book.ts';
import { commandData, interactionPayload } from '../interactions/payload.ts';
import type { InteractionTrace } from '../interactions/trace.ts';
import { sendPermission } from '../rest/access.ts';
import { isEmoji } from '../rest/routes/reactions.ts';
import type { SandboxMessage } from '../world/message.ts';
import { EMPTY_CONTENT } from '../world/message-book.ts';
import type { WorldChannel, WorldUser } from '../world/model.ts';
import { can } from '../world/permissions.ts';
import { awaitOutcome } from './await-outcome.ts';
import { findButton, findSelect, whyNotPressable } from './controls.ts';
import { type Filled, fillForm } from './fill-form.ts';
import { openMemberMenu, openMessageMenu } from './open-menu.ts';
import type { Outcome, Suggestion } from './outcome.ts';
import { selection } from './selection.ts';
import { choiceSuggestion, suggest } from './suggest.ts';
import { understandLine } from './understand-line.ts';
import { type CommandType, visibleCommands } from './visible-commands.ts';
import { withMentions } from './written-mentions.ts';

const DEFAULT_CHANNEL = 'general';
const DEFAULT_WAIT_MS = 20_000;

export interface Acting {
  /** Name or id; `dm` is the direct channel with the bot. Default: general. */
  readonly channel?: string;
  /** How long the person is ready to look at "thinking…". */
  readonly waitMs?: number;
}

type Refused = Extract<Outcome, { kind: 'refused' }>;
type Form = Extract<Outcome, { kind: 'form' }>;
const refused = (problem: string): Refused => ({ kind: 'refused', problem });

/** A member of the server, and everything that a person can do in Discord's client. */
export class DiscordPerson {
  readonly #core: Core;
  readonly #user: WorldUser;
  /** Choices that were shown, so that taking one by its name sends its value, as Discord's client does. */
  readonly #shownChoices = new Map<string, string | number>();

  constructor(core: Core, user: WorldUser) {
    this.#core = core;
    this.#user = user;
  }

  get id(): string {
    return this.#user.id;
  }

  get name(): string {
    return this.#user.name;
  }

  get displayName(): string {
    return this.#user.displayName;
  }

  /** Names of the roles, without @everyone. */
  get roles(): readonly string[] {
    const { world } = this.#core;
    return (world.findMember(this.id)?.roleIds ?? []).flatMap((id) => world.findRole(id)?.name ?? []);
  }

  /** The picker as this person sees it. */
  commands(channel: string = DEFAULT_CHANNEL): readonly APIApplicationCommand[] {
    return this.#visible(this.#channel(channel), 1).map(({ payload }) => payload);
  }

  /** Names of the commands in the menu of a message, as this person sees it. */
  menus(channel: string = DEFAULT_CHANNEL): readonly string[] {
    return this.#visible(this.#channel(channel), 3).map(({ request }) => request.name);
  }

  /** Names of the commands in the menu of a member. */
  memberMenus(channel: string = DEFAULT_CHANNEL): readonly string[] {
    return this.#visible(this.#channel(channel), 2).map(({ request }) => request.name);
  }

  /** Types a command line, sends it and waits for the answer. */
  async type(line: string, acting: Acting = {}): Promise<Outcome> {
    const sent = this.#send(line, acting);
    return sent instanceof AppError ? refused(String(sent.facts['problem'])) : this.#wait(sent, acting);
  }

  /** Sends a command line without waiting; throws INPUT_INVALID for a line that Discord's client would not send. */
  fire(line: string, acting: Acting = {}): InteractionTrace {
    const sent = this.#send(line, acting);
    if (sent instanceof AppError) throw sent;
    return this.#core.interactions.trace(sent);
  }

  /** What the client would suggest at the end of this unfinished line; asks the bot where it offers autocomplete. */
  async complete(line: string, acting: Acting = {}): Promise<readonly Suggestion[]> {
    const channel = this.#channel(acting.channel);
    const suggesting = suggest(this.#core, line, { commands: this.#visible(channel, 1), channel });
    if (suggesting.kind === 'known') return suggesting.suggestions;
    const { command, options, resolved, option, before } = suggesting;
    const about = {
      kind: 'autocomplete',
      commandName: command.request.name,
      customId: null,
      sourceMessageId: null,
    } as const;
    const interaction = this.#open({ ...about, channelId: channel.id }, commandData(command, options, resolved));
    await this.#wait(interaction, acting);
    return (interaction.choices ?? []).map((choice) => {
      this.#shownChoices.set(`${command.id} ${option.name} ${choice.name.replaceAll('"', "'")}`, choice.value);
      return choiceSuggestion(before, choice);
    });
  }

  /** Presses the button with this label or custom id. */
  async press(message: SandboxMessage | string, labelOrCustomId: string, acting: Acting = {}): Promise<Outcome> {
    const target = this.#message(message);
    const button = target && findButton(target, labelOrCustomId);
    if (!target || !button) return refused(target ? `There is no button "${labelOrCustomId}" on this message.` : GONE);
    const problem = whyNotPressable(button);
    if (problem !== null || !('custom_id' in button)) return refused(problem ?? 'This button has no custom id.');
    return this.#useComponent(
      target,
      { id: button.id ?? 0, custom_id: button.custom_id, component_type: button.type },
      acting,
    );
  }

  /** Chooses in a select: values of its options, or names of members, roles and channels. */
  async choose(message: SandboxMessage | string, customId: string, values: readonly string[]): Promise<Outcome> {
    const target = this.#message(message);
    const select = target && findSelect(target, customId);
    if (!target || !select) return refused(target ? `There is no select "${customId}" on this message.` : GONE);
    const chosen = selection(this.#core, select, { values, channel: this.#channel(target.channelId) });
    if (chosen.kind === 'problem') return refused(chosen.problem);
    const data = { id: select.id ?? 0, custom_id: customId, component_type: select.type, ...chosen.data };
    return this.#useComponent(target, data, {});
  }

  /** Fills in and sends a form that the bot opened; values by the custom ids of its inputs. */
  async submit(form: Form, values: Filled, acting: Acting = {}): Promise<Outcome> {
    const opener = this.#core.interactions.find(form.interactionId);
    if (!opener || opener.about.userId !== this.id) return refused('This form is not open for this person.');
    const filled = fillForm(form.modal, values);
    if (filled.kind === 'problem') return refused(filled.problem);
    const { channelId, commandName, sourceMessageId } = opener.about;
    const customId = form.modal.custom_id;
    const about = { kind: 'modal', channelId, commandName, customId, sourceMessageId } as const;
    return this.#wait(this.#open(about, { custom_id: customId, components: filled.components }), acting);
  }

  /** Uses a command in the menu of the message (right click → Apps). */
  async menu(message: SandboxMessage | string, name: string, acting: Acting = {}): Promise<Outcome> {
    const sent = this.#sendMenu(message, name);
    return typeof sent === 'string' ? refused(sent) : this.#wait(sent, acting);
  }

  /** As `menu`, without waiting; throws INPUT_INVALID for what Discord's client would not send. */
  fireMenu(message: SandboxMessage | string, name: string): InteractionTrace {
    const sent = this.#sendMenu(message, name);
    if (typeof sent === 'string') throw invalid(sent);
    return this.#core.interactions.trace(sent);
  }

  /** Uses a command in the menu of a member, by user name, display name or id (right click → Apps). */
  async memberMenu(member: string, name: string, acting: Acting = {}): Promise<Outcome> {
    const channel = this.#channel(acting.channel);
    const sent = openMemberMenu(this.#core, member, { commands: this.#visible(channel, 2), channel, name });
    return sent.kind === 'refused' ? sent : this.#wait(this.#open(sent.about, sent.data), acting);
  }

  react(message: SandboxMessage | string, emoji: string): void {
    this.#core.messages.react(this.#reactable(message, emoji), this.id, emoji);
  }

  unreact(message: SandboxMessage | string, emoji: string): void {
    this.#core.messages.unreact(this.#reactable(message, emoji), this.id, emoji);
  }

  /** Writes a message; `@name` and `#channel` become mentions. */
  write(channelName: string, text: string): SandboxMessage {
    const channel = this.#channel(channelName);
    const content = withMentions(this.#core.world, text).trim();
    if (content === '' || [...content].length > 2000) throw invalid('A message has 1 to 2,000 characters.');
    if (!can(this.#core.world, { userId: this.id, channel }, sendPermission(channel)))
      throw invalid('You may not write here.');
    return this.#core.messages.create({
      channelId: channel.id,
      authorId: this.id,
      body: { ...EMPTY_CONTENT, content },
    });
  }

  /** The switch "Allow direct messages from server members" of the client. */
  takeDirectMessages(areTaken: boolean): void {
    this.#core.world.setDirectMessages(this.id, areTaken);
  }

  /** The messages of a channel that this person sees, oldest first, with those that only they see. */
  sees(channelName: string): readonly SandboxMessage[] {
    return this.#core.messages
      .in(this.#channel(channelName).id)
      .filter(({ onlyFor }) => onlyFor === null || onlyFor === this.id);
  }

  #send(line: string, acting: Acting): Interaction | AppError {
    const channel = this.#findChannel(acting.channel);
    if (!channel) return noChannel(this.name, acting.channel);
    const understood = understandLine(this.#core, line, {
      commands: this.#visible(channel, 1),
      channel,
      taken: (command, option, text) => this.#shownChoices.get(`${command.id} ${option} ${text}`) ?? null,
    });
    if (understood.kind === 'refused') return invalid(understood.problem);
    const { command, options, resolved } = understood;
    const about = { kind: 'command', channelId: channel.id, commandName: command.request.name } as const;
    return this.#open({ ...about, customId: null, sourceMessageId: null }, commandData(command, options, resolved));
  }

  #sendMenu(message: SandboxMessage | string, name: string): Interaction | string {
    const target = this.#message(message);
    if (!target || target.onlyFor !== null) return GONE;
    const channel = this.#channel(target.channelId);
    const sent = openMessageMenu(target, { commands: this.#visible(channel, 3), channel, name });
    return sent.kind === 'refused' ? sent.problem : this.#open(sent.about, sent.data);
  }

  #useComponent(
    target: SandboxMessage,
    data: { id: number; custom_id: string; component_type: number },
    acting: Acting,
  ): Promise<Outcome> {
    const about = {
      kind: 'component',
      channelId: target.channelId,
      // Deprecated by Discord but still sent, and the only place that has the name for every kind of reply.
      commandName: target.payload.interaction?.name ?? null,
      customId: data.custom_id,
      sourceMessageId: target.id,
    } as const;
    return this.#wait(this.#open(about, data), acting);
  }

  #open(about: Omit<NewInteraction, 'userId'>, data: unknown): Interaction {
    const interaction = this.#core.interactions.open({ ...about, userId: this.id });
    const message = about.sourceMessageId === null ? null : this.#core.messages.find(about.sourceMessageId);
    broadcastInteraction(this.#core, interactionPayload(this.#core, interaction, { data, message }));
    return interaction;
  }

  #wait(interaction: Interaction, acting: Acting): Promise<Outcome> {
    return awaitOutcome(this.#core, interaction, acting.waitMs ?? DEFAULT_WAIT_MS);
  }

  #visible(channel: WorldChannel, type: CommandType): readonly RegisteredCommand[] {
    return visibleCommands(this.#core, { userId: this.id, channel, type });
  }

  #channel(name?: string): WorldChannel {
    const channel = this.#findChannel(name);
    if (!channel) throw noChannel(this.name, name);
    return channel;
  }

  /** The channel, if this person sees it. */
  #findChannel(name: string = DEFAULT_CHANNEL): WorldChannel | null {
    const { world } = this.#core;
    const channel = name === 'dm' ? world.directChannel(this.id) : world.channelNamed(name);
    return channel && can(world, { userId: this.id, channel }, PermissionFlagsBits.ViewChannel) ? channel : null;
  }

  /** The message as it is now, if this person sees it. */
  #message(message: SandboxMessage | string): SandboxMessage | null {
    const now = this.#core.messages.find(typeof message === 'string' ? message : message.id);
    if (!now || now.isDeleted || (now.onlyFor !== null && now.onlyFor !== this.id)) return null;
    const channel = this.#core.world.findChannel(now.channelId);
    return channel && can(this.#core.world, { userId: this.id, channel }, PermissionFlagsBits.ViewChannel) ? now : null;
  }

  #reactable(message: SandboxMessage | string, emoji: string): SandboxMessage {
    const target = this.#message(message);
    if (!target || target.onlyFor !== null) throw invalid('One cannot react to this message.');
    if (!isEmoji(emoji)) throw invalid(`"${emoji}" is no emoji.`);
    return target;
  }
}

const GONE = 'This message is not there (any more) for this person.';

function noChannel(person: string, channel: string = DEFAULT_CHANNEL): AppError {
  return invalid(`${person} sees no channel "${channel}".`);
}

function invalid(problem: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted: 'Discord would not let you do this.' } });
}
