import { DEFAULT_PREFERENCES, type PreferenceStore, type Preferences } from '../../src/ports/preferences.ts';

/** Preferences in memory. */
export class FakePreferenceStore implements PreferenceStore {
  readonly #saved = new Map<string, Preferences>();

  async of(discordUserId: string): Promise<Preferences> {
    return this.#saved.get(discordUserId) ?? DEFAULT_PREFERENCES;
  }

  async save(discordUserId: string, preferences: Preferences): Promise<void> {
    this.#saved.set(discordUserId, preferences);
  }
}
