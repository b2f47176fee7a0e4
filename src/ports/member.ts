/** Who asked, as the chat vouches for it. Which audiences that makes them is decided by the guard. */
export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly roleIds: readonly string[];
  /** Owner of the server or holder of its Administrator permission. */
  readonly isAdministrator: boolean;
}

/** On whom the menu of members was used. */
export interface MenuMember {
  readonly userId: string;
  readonly name: string;
  readonly isBot: boolean;
}
