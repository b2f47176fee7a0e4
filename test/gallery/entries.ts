import { controls } from './entries/controls.ts';
import { digests } from './entries/digests.ts';
import { forms, suggestions } from './entries/forms-and-suggestions.ts';
import { notices } from './entries/notices.ts';
import { ownNotices } from './entries/own-notices.ts';
import { pictures } from './entries/pictures.ts';
import { questions } from './entries/questions.ts';
import { errors, refusals } from './entries/refusals.ts';
import type { Entry } from './entry.ts';

/** Everything that is in the gallery, in the order of its areas. */
export const entries = (): readonly Entry[] => [
  ...questions(),
  ...controls(),
  ...forms(),
  ...suggestions(),
  ...refusals(),
  ...errors(),
  ...notices(),
  ...ownNotices(),
  ...digests(),
  ...pictures(),
];
