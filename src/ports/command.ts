import type { Clock } from '../shared/clock.ts';
import type { ServiceHealth } from '../shared/health-board.ts';
import type { Button, Choice, Reply } from './chat.ts';
import type { IssueTracker } from './issue-tracker.ts';
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
}

/** Somebody pressed a button of ours: `id` is the button's id without the command name and colon. */
export interface PressRequest extends Omit<CommandRequest, 'options'> {
  readonly id: string;
}

/** What a feature can reach. */
export interface FeaturePorts {
  readonly tracker: IssueTracker;
  readonly links: LinkStore;
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
}

/** A button that comes back to `command`, with `id`. */
export function actionButton(
  command: string,
  id: string,
  look: Omit<Extract<Button, { kind: 'action' }>, 'kind' | 'id'>,
): Button {
  return { kind: 'action', id: `${command}:${id}`, ...look };
}
