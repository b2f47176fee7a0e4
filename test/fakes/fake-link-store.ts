import type { Link, LinkStore } from '../../src/ports/store.ts';

/** Links in memory, with the rules of the port: one to one in both directions. */
export class FakeLinkStore implements LinkStore {
  #links: readonly Link[];

  constructor(links: readonly Link[] = []) {
    this.#links = links;
  }

  async ofDiscordUser(discordUserId: string): Promise<Link | null> {
    return this.#links.find((link) => link.discordUserId === discordUserId) ?? null;
  }

  async ofTrackerUser(trackerUserId: string): Promise<Link | null> {
    return this.#links.find((link) => link.trackerUserId === trackerUserId) ?? null;
  }

  async all(): Promise<readonly Link[]> {
    return this.#links;
  }

  async claim(
    link: Link,
    options: { readonly isReassign: boolean },
  ): Promise<{ kind: 'linked'; takenFrom: Link | null } | { kind: 'taken'; by: Link }> {
    const holder = this.#links.find(
      (other) => other.trackerUserId === link.trackerUserId && other.discordUserId !== link.discordUserId,
    );
    if (holder && !options.isReassign) return { kind: 'taken', by: holder };
    this.#links = [
      ...this.#links.filter((other) => other !== holder && other.discordUserId !== link.discordUserId),
      link,
    ];
    return { kind: 'linked', takenFrom: holder ?? null };
  }

  async release(discordUserId: string): Promise<boolean> {
    const before = this.#links.length;
    this.#links = this.#links.filter((link) => link.discordUserId !== discordUserId);
    return this.#links.length < before;
  }
}
