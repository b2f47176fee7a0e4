import type { ChannelRule } from '../shared/channel-rule.ts';
import type { Clock } from '../shared/clock.ts';
import type { DigestPlan } from '../shared/digest-plan.ts';
import type { ServiceHealth } from '../shared/health-board.ts';
import type { CaptureStore } from './captures.ts';
import type { Button, Choice, Form, Reply } from './chat.ts';
import type { ChatChannel, ChatMessage } from './chat-channel.ts';
import type { CodeWork } from './code-work.ts';
import type { InboxStore } from './inbox.ts';
import type { IssueTracker } from './issue-tracker.ts';
import type { MenuMember } from './member.ts';
import type { Movements } from './movements.ts';
import type { SaidMessages } from './outbox.ts';
import type { PreferenceStore } from './preferences.ts';
import type { SecretScanner } from './secret-scanner.ts';
import type { SprintWatchStore } from './sprint-watch.ts';
import type { LinkStore } from './store.ts';

/**
 * Who may use a command. `everyone` is each member of the server; the others are mapped from Discord roles in
 * config/onomancer.yml. An admin may do everything; a developer everything that a stakeholder may.
 */
export type Audience = 'everyone' | 'stakeholder' | 'developer' | 'admin';

export interface OptionSpec {
  /** Discord's rule: lower case, 1 to 32 of letters, digits, `-` and `_`. */
  readonly name: string;
  /** 1 to 100 characters. */
  readonly description: string;
  readonly type: 'text' | 'whole-number' | 'yes-no' | 'member';
  readonly isRequired?: boolean;
  /** A closed list (at most 25), or `suggest` in the command for an open one; never both. */
  readonly choices?: readonly Choice[];
  readonly hasSuggestions?: boolean;
}

/** The table of commands: `/help`, the registration with Discord and docs/commands.md all read it. */
export interface CommandSpec {
  readonly name: string;
  /** 1 to 100 characters: what the reader gets. */
  readonly description: string;
  readonly audience: Audience;
  /** True: only the asker sees the reply. */
  readonly isPrivate: boolean;
  /** `at-once`: computed without waiting for anybody, answered in the acknowledgement. `later`: acknowledged, then edited in. */
  readonly answers: 'at-once' | 'later';
  readonly options: readonly OptionSpec[];
  /** Whole lines that a person could type. */
  readonly examples: readonly string[];
  /** Also in the menu of each message or member (right click → Apps): answered by `runOnMessage` or `runOnMember`. */
  readonly menu?: 'message' | 'member';
  /** What it is called there: 1 to 32 characters, capitals and spaces allowed, unique. */
  readonly menuName?: string;
}

export interface Asker {
  readonly userId: string;
  readonly name: string;
  readonly audiences: ReadonlySet<Audience>;
}

export interface CommandRequest {
  readonly asker: Asker;
  readonly guildId: string | null;
  readonly channelId: string;
  /** As typed; `member` options hold the user id. Only declared options, right types: Discord and the adapter see to it. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** Shown in errors and log lines, so that one finds the other. */
  readonly reference: string;
  /** Unique for ever, and the same when it runs again after a crash: what must not be done twice takes its id from it. */
  readonly interactionId: string;
}

/** Somebody pressed a button of ours: `id` is the button's id without the command name and colon. */
export interface PressRequest extends Omit<CommandRequest, 'options'> {
  readonly id: string;
}

/** Somebody chose in a select of ours: `id` as for a press. */
export interface PickRequest extends PressRequest {
  /** In the order of the options. */
  readonly values: readonly string[];
}

/** Somebody filled in a form of ours and sent it: `id` is the form's id without the command name and colon. */
export interface SubmitRequest extends PressRequest {
  /** What was typed, by field; an empty field is empty text. */
  readonly texts: Readonly<Record<string, string>>;
  /** What was chosen in lists, by field. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

/** Somebody used the command in the menu of a message. Its content is readable there, whatever the bot may read otherwise. */
export interface MessageMenuRequest extends Omit<CommandRequest, 'options'> {
  readonly target: ChatMessage;
}

/** Somebody used the command in the menu of a member. */
export interface MemberMenuRequest extends Omit<CommandRequest, 'options'> {
  readonly target: MenuMember;
}

/** What somebody did that could be answered with a form. */
export type FormRequest =
  | { readonly kind: 'command'; readonly request: CommandRequest }
  | { readonly kind: 'menu'; readonly request: MessageMenuRequest }
  | { readonly kind: 'press'; readonly request: PressRequest }
  | { readonly kind: 'pick'; readonly request: PickRequest };

/** What a feature can reach. */
export interface FeaturePorts {
  readonly tracker: IssueTracker;
  readonly links: LinkStore;
  readonly preferences: PreferenceStore;
  /** Work for later, as events of our own (`ownDelivery`): kept, handled once, in order per subject. */
  readonly later: Pick<InboxStore, 'receive'>;
  readonly sprintWatch: SprintWatchStore;
  /** What each channel is told, from the configuration. */
  readonly channels: readonly ChannelRule[];
  readonly captures: CaptureStore;
  readonly secrets: SecretScanner;
  /**
   * Who acted without asking us (by a reaction), and what they may, as for a command; null when they are not in a server
   * that counts.
   */
  readonly askerOf: (guildId: string, userId: string) => Promise<Asker | null>;
  readonly chat: ChatChannel;
  /** What happened to issues while we were there. */
  readonly movements: Movements;
  /** Pull requests, deployments and builds that we were told about. */
  readonly codeWork: CodeWork;
  /** What comes by itself, from the configuration. */
  readonly digests: readonly DigestPlan[];
  /** Our own messages that went out through the outbox. */
  readonly said: SaidMessages;
  readonly clock: Clock;
  /** Every command, for `/help`. */
  readonly commands: () => readonly CommandSpec[];
  /** How the services are, for `/status`. */
  readonly services: () => readonly ServiceHealth[];
  readonly about: { readonly version: string; readonly startedAt: Date };
  /** The Linear team that is meant when nobody names one (settings: LINEAR_TEAM_ID, an id or a key), if it is set. */
  readonly defaultTeam: string | null;
}

export interface Command {
  readonly spec: CommandSpec;
  run(ports: FeaturePorts, request: CommandRequest): Promise<Reply>;
  /** For options with `hasSuggestions`: at most 25, best first. */
  suggest?(
    ports: FeaturePorts,
    request: CommandRequest & { readonly option: string; readonly typed: string },
  ): Promise<readonly Choice[]>;
  /** For buttons whose id starts with `<name>:`; the reply replaces the message that had the button. */
  press?(ports: FeaturePorts, request: PressRequest): Promise<Reply>;
  /** For selects, as `press` for buttons. */
  pick?(ports: FeaturePorts, request: PickRequest): Promise<Reply>;
  /** For `spec.menu` of messages. */
  runOnMessage?(ports: FeaturePorts, request: MessageMenuRequest): Promise<Reply>;
  /** For `spec.menu` of members. */
  runOnMember?(ports: FeaturePorts, request: MemberMenuRequest): Promise<Reply>;
  /**
   * Asked before anything else: the form to answer with, or null to go on normally. The person waits for it and Discord
   * gives up after 3 seconds, so it may look into the store but asks nobody else; after 1.5 seconds it counts as failed.
   */
  form?(ports: FeaturePorts, request: FormRequest): Form | null | Promise<Form | null>;
  /** For forms whose id starts with `<name>:`. The reply to a form that a button opened goes where the reply to the press would. */
  submit?(ports: FeaturePorts, request: SubmitRequest): Promise<Reply>;
  /**
   * True when the answer to this button, select or form (its id, as in the request) belongs beside the message, for the
   * person alone. Known before it runs, so it is said once also across a crash; `Reply.placement` cannot promise that.
   */
  answersBeside?(id: string): boolean;
}

/** A button that comes back to `command`, with `id`. */
export function actionButton(
  command: string,
  id: string,
  look: Omit<Extract<Button, { kind: 'action' }>, 'kind' | 'id'>,
): Button {
  return { kind: 'action', id: `${command}:${id}`, ...look };
}
