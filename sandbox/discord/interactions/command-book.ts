import type { APIApplicationCommand } from 'discord-api-types/v10';
import type { Clock } from '../../../src/shared/clock.ts';
import { invalidField, refuse } from '../rest/api-error.ts';
import type { CommandOption, CommandRequest } from '../rest/schema/command.ts';
import type { SnowflakeMint } from '../snowflake.ts';

/** https://docs.discord.com/developers/interactions/application-commands#registering-a-command */
const MAX_PER_TYPE = { 1: 100, 2: 15, 3: 15 } as const;
const MAX_CREATES_PER_DAY = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Null is the global scope, otherwise the id of a guild. */
export type CommandScope = string | null;

/** A registered command with the options as they came, so that lines can be checked against them. */
export interface RegisteredCommand {
  readonly id: string;
  readonly scope: CommandScope;
  readonly request: CommandRequest;
  readonly payload: APIApplicationCommand;
}

/** The commands that the application has registered, and Discord's rules about registering. */
export class CommandBook {
  readonly #mint: SnowflakeMint;
  readonly #clock: Clock;
  readonly #applicationId: string;
  readonly #commands = new Map<string, RegisteredCommand>();
  readonly #creates = new Map<CommandScope, number[]>();

  constructor(parts: { mint: SnowflakeMint; clock: Clock; applicationId: string }) {
    this.#mint = parts.mint;
    this.#clock = parts.clock;
    this.#applicationId = parts.applicationId;
  }

  in(scope: CommandScope): readonly RegisteredCommand[] {
    return [...this.#commands.values()].filter((command) => command.scope === scope);
  }

  get(scope: CommandScope, id: string): RegisteredCommand {
    const command = this.#commands.get(id);
    if (!command || command.scope !== scope) throw refuse.unknownCommand();
    return command;
  }

  /** Registers one; a name that is taken means an update of the command that has it. */
  upsert(scope: CommandScope, request: CommandRequest): { command: RegisteredCommand; isNew: boolean } {
    const before = this.#named(scope, request);
    if (before) return { command: this.#write(before.id, scope, request), isNew: false };
    const sameType = this.in(scope).filter((command) => command.request.type === request.type);
    if (sameType.length >= MAX_PER_TYPE[request.type]) throw refuse.tooManyCommands();
    this.#countCreates(scope, 1);
    return { command: this.#write(this.#mint.next(), scope, request), isNew: true };
  }

  /** Makes the scope hold exactly these; those that keep their name keep their id. */
  replaceAll(scope: CommandScope, requests: readonly CommandRequest[]): readonly RegisteredCommand[] {
    this.#checkSet(requests);
    const created = requests.filter((request) => !this.#named(scope, request)).length;
    this.#countCreates(scope, created);
    const kept = new Map(requests.map((request) => [request, this.#named(scope, request)?.id ?? this.#mint.next()]));
    const keptIds = new Set(kept.values());
    for (const { id } of this.in(scope)) if (!keptIds.has(id)) this.#commands.delete(id);
    return [...kept].map(([request, id]) => this.#write(id, scope, request));
  }

  patch(scope: CommandScope, id: string, request: CommandRequest): RegisteredCommand {
    const taken = this.#named(scope, request);
    if (taken && taken.id !== id) throw duplicateName(['name']);
    return this.#write(id, scope, request);
  }

  delete(scope: CommandScope, id: string): void {
    this.get(scope, id);
    this.#commands.delete(id);
  }

  #named(scope: CommandScope, { name, type }: CommandRequest): RegisteredCommand | undefined {
    return this.in(scope).find((command) => command.request.name === name && command.request.type === type);
  }

  #checkSet(requests: readonly CommandRequest[]): void {
    const seen = new Set<string>();
    for (const [index, { type, name }] of requests.entries()) {
      const key = `${type} ${name}`;
      if (seen.has(key)) throw duplicateName([index]);
      seen.add(key);
    }
    for (const type of [1, 2, 3] as const) {
      if (requests.filter((request) => request.type === type).length > MAX_PER_TYPE[type])
        throw refuse.tooManyCommands();
    }
  }

  #countCreates(scope: CommandScope, count: number): void {
    const now = this.#clock.now().getTime();
    const today = (this.#creates.get(scope) ?? []).filter((at) => now - at < DAY_MS);
    if (today.length + count > MAX_CREATES_PER_DAY) throw refuse.dailyCommandCreates();
    this.#creates.set(scope, [...today, ...Array.from({ length: count }, () => now)]);
  }

  #write(id: string, scope: CommandScope, request: CommandRequest): RegisteredCommand {
    const before = this.#commands.get(id);
    const isSame = before !== undefined && JSON.stringify(before.request) === JSON.stringify(request);
    const version = isSame ? before.payload.version : this.#mint.next();
    const payload = this.#payload({ id, scope, request, version });
    const command = { id, scope, request, payload };
    this.#commands.set(id, command);
    return command;
  }

  #payload(of: { id: string; scope: CommandScope; request: CommandRequest; version: string }): APIApplicationCommand {
    const { id, scope, request, version } = of;
    const { shared } = request;
    const payload = {
      id,
      application_id: this.#applicationId,
      version,
      default_member_permissions: shared.default_member_permissions ?? null,
      type: request.type,
      name: request.name,
      name_localizations: shared.name_localizations ?? null,
      description: request.description,
      description_localizations: shared.description_localizations ?? null,
      nsfw: shared.nsfw ?? false,
      ...(scope === null
        ? {
            dm_permission: shared.dm_permission ?? true,
            contexts: shared.contexts ?? null,
            integration_types: shared.integration_types ?? [0],
          }
        : { guild_id: scope }),
      ...(request.options.length > 0 ? { options: request.options.map(presentOption) } : {}),
    };
    return payload as unknown as APIApplicationCommand;
  }
}

/** Discord leaves out of an option what is null, false or an empty list. */
function presentOption(option: CommandOption): Record<string, unknown> {
  const nested = 'options' in option && option.options?.length ? { options: option.options.map(presentOption) } : {};
  const choices =
    'choices' in option && option.choices?.length
      ? { choices: option.choices.map(({ name, value }) => ({ name, value })) }
      : {};
  const rest = Object.entries(option).filter(
    ([key, value]) => !['options', 'choices'].includes(key) && value !== null && value !== undefined && value !== false,
  );
  return { ...Object.fromEntries(rest), ...choices, ...nested };
}

function duplicateName(path: readonly PropertyKey[]) {
  return invalidField(path, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
}
