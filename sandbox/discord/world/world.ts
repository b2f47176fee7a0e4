import type {
  DirectChannel,
  Overwrite,
  TextChannel,
  ThreadChannel,
  WorldChannel,
  WorldMember,
  WorldRole,
  WorldSeed,
  WorldUser,
} from './model.ts';

/** The server, its people, roles and channels, and how to find them. */
export class World {
  readonly guild: WorldSeed['guild'];
  readonly applicationId: string;
  readonly applicationName: string;
  readonly #users: ReadonlyMap<string, WorldUser>;
  readonly #roles: ReadonlyMap<string, WorldRole>;
  readonly #members: ReadonlyMap<string, WorldMember>;
  readonly #channels: Map<string, WorldChannel>;
  readonly #withClosedDirect = new Set<string>();

  constructor(seed: WorldSeed) {
    this.guild = seed.guild;
    this.applicationId = seed.applicationId;
    this.applicationName = seed.applicationName;
    this.#users = new Map(seed.users.map((user) => [user.id, user]));
    this.#roles = new Map(seed.roles.map((role) => [role.id, role]));
    this.#members = new Map(seed.members.map((member) => [member.userId, member]));
    this.#channels = new Map(seed.channels.map((channel) => [channel.id, channel]));
  }

  /** The bot's own user; its id is the application's, as with every application made since 2016. */
  get bot(): WorldUser {
    return this.user(this.applicationId);
  }

  users(): readonly WorldUser[] {
    return [...this.#users.values()];
  }

  roles(): readonly WorldRole[] {
    return [...this.#roles.values()];
  }

  members(): readonly WorldMember[] {
    return [...this.#members.values()];
  }

  channels(): readonly WorldChannel[] {
    return [...this.#channels.values()];
  }

  textChannels(): readonly TextChannel[] {
    return this.channels().filter((channel): channel is TextChannel => channel.kind === 'text');
  }

  threads(): readonly ThreadChannel[] {
    return this.channels().filter((channel): channel is ThreadChannel => channel.kind === 'thread');
  }

  findUser(id: string): WorldUser | null {
    return this.#users.get(id) ?? null;
  }

  /** For ids that came from the world itself. */
  user(id: string): WorldUser {
    const user = this.#users.get(id);
    if (!user) throw new Error(`No user ${id} in the world`);
    return user;
  }

  findMember(userId: string): WorldMember | null {
    return this.#members.get(userId) ?? null;
  }

  findRole(id: string): WorldRole | null {
    return this.#roles.get(id) ?? null;
  }

  findChannel(id: string): WorldChannel | null {
    return this.#channels.get(id) ?? null;
  }

  /** By user name or display name, without case and without a leading `@`. */
  userNamed(name: string): WorldUser | null {
    const wanted = name.replace(/^@/, '').toLowerCase();
    const users = this.users();
    return (
      users.find((user) => user.name.toLowerCase() === wanted) ??
      users.find((user) => user.displayName.toLowerCase() === wanted) ??
      null
    );
  }

  roleNamed(name: string): WorldRole | null {
    const wanted = name.replace(/^@/, '').toLowerCase();
    return this.roles().find((role) => role.name.replace(/^@/, '').toLowerCase() === wanted) ?? null;
  }

  /** By name, without a leading `#`, or by id. */
  channelNamed(name: string): WorldChannel | null {
    const wanted = name.replace(/^#/, '').toLowerCase();
    return (
      this.findChannel(name) ??
      this.channels().find((channel) => channel.kind !== 'dm' && channel.name.toLowerCase() === wanted) ??
      null
    );
  }

  /** The direct channel between the bot and this person, if somebody has opened it. */
  directChannel(userId: string): DirectChannel | null {
    return (
      this.channels().find(
        (channel): channel is DirectChannel => channel.kind === 'dm' && channel.recipientId === userId,
      ) ?? null
    );
  }

  addChannel(channel: ThreadChannel | DirectChannel): void {
    this.#channels.set(channel.id, channel);
  }

  /** The channel and its threads are gone. */
  removeChannel(id: string): void {
    for (const { id: threadId, parentId } of this.threads()) if (parentId === id) this.#channels.delete(threadId);
    this.#channels.delete(id);
  }

  setOverwrites(channel: TextChannel, overwrites: readonly Overwrite[]): void {
    this.#channels.set(channel.id, { ...channel, overwrites });
  }

  /** Whether this person takes direct messages from members of the server, as the client's privacy settings say. */
  takesDirectMessages(userId: string): boolean {
    return !this.#withClosedDirect.has(userId);
  }

  setDirectMessages(userId: string, areTaken: boolean): void {
    if (areTaken) this.#withClosedDirect.delete(userId);
    else this.#withClosedDirect.add(userId);
  }
}
