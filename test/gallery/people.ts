import type { Audience } from '../../src/ports/command.ts';

/** Who looks after the server. */
export const ADMIN = {
  userId: '9',
  name: 'Root',
  audiences: ['everyone', 'admin'] as const satisfies readonly Audience[],
};

/** What mentions of people, roles and channels say in the gallery, by their ids. */
export const NAMES: Readonly<Record<string, string>> = {
  '9': 'Root',
  '10': 'Dana Developer',
  '11': 'Lea Leadership',
  '12': 'Nia Newcomer',
  '1001': 'Ada Lovelace',
  '1002': 'Grace Hopper',
  '2002': 'Grace Hopper',
  '3003': 'Somebody Else',
  '4711': 'Not Connected',
  '42': 'sprint',
  '100000000000000001': 'Leadership',
  '100000000000000002': 'Engineering',
};
