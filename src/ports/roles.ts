/** The names behind role ids, because configurations name roles as people do. */
export interface RoleNames {
  /** Role id → name; null when this server's roles are not known yet: `load` them. */
  namesOf(guildId: string): ReadonlyMap<string, string> | null;
  load(guildId: string): Promise<void>;
}
