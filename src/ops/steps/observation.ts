import type { Resource } from './step.ts';

/** What stands at a path. */
export type PathObservation =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'file';
      readonly mode: number;
      readonly owner: string;
      readonly group: string;
      readonly content: string;
    }
  | { readonly kind: 'directory'; readonly mode: number; readonly owner: string; readonly group: string }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'other' };

/** How a program answered. */
export interface Answer {
  /** 127 when there is no such program, 124 when it was ended because it took too long. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Observation =
  | PathObservation
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'installed'; readonly names: readonly string[] };

/** Looks at one resource on the server; changes nothing. */
export type Observe = (resource: Resource) => Observation;
