import type { Reader } from '../../shared/digest-plan.ts';
import { forDevelopers } from './for-building.ts';
import { forLeadership, forProduct } from './for-steering.ts';
import { forDevrel, forMarketing } from './for-telling.ts';
import type { Sources } from './gather.ts';
import type { Moved } from './moves.ts';
import type { Outlook } from './outlook.ts';
import type { Section } from './sections.ts';

/** Everything that is known, ready to be told. */
export interface Material {
  readonly sources: Sources;
  readonly moves: readonly Moved[];
  readonly outlook: Outlook;
  readonly now: Date;
}

/** What one kind of reader is told: a few lines to begin with, then sections. */
export interface Written {
  readonly headline: readonly string[];
  readonly sections: readonly Section[];
}

/** Each reader's digest, in their words. */
export function writeFor(reader: Reader, material: Material): Written {
  switch (reader) {
    case 'leadership':
      return forLeadership(material);
    case 'product':
      return forProduct(material);
    case 'marketing':
      return forMarketing(material);
    case 'devrel':
      return forDevrel(material);
    case 'developers':
      return forDevelopers(material);
  }
}
