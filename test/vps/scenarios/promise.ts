import type { Box } from '../box/box.ts';
import type { Moment } from '../report/finding.ts';
import type { Visitor } from '../visitor/visitor.ts';
import type { Verdict } from './stage.ts';

export interface Sight {
  readonly box: Box;
  readonly visitor: Visitor;
  /** The root of the certificate authority. */
  readonly ca: string;
  readonly moment: Moment;
}

/** One promise about the server, and how it is looked at from where it matters. */
export interface Promised {
  readonly what: string;
  look(sight: Sight): Promise<Verdict>;
}
