import type { Priority, StateType } from './issue-tracker.ts';

/** What is to become an issue: cleaned, free of secrets, personal data taken out. Markdown for the tracker. */
export interface CaptureDraft {
  readonly title: string;
  readonly description: string;
  /** Key or id of the team; null: the one that is meant when nobody names one. */
  readonly team: string | null;
  readonly project: string | null;
  readonly labels: readonly string[];
}

/**
 * `kept`: to become an issue; `created`: it is one; `undone`: taken back, may be captured anew; `refused`: the tracker
 * will not have it.
 */
export type CaptureState = 'kept' | 'created' | 'undone' | 'refused';

/** What the author was told last. */
export type AuthorNews = 'planned' | 'done' | 'declined';

/** A message, or something said by `/feedback`, that becomes one issue. */
export interface Capture {
  /** Also the id of its issue, so that it is made once: a UUID. */
  readonly id: string;
  /** Null for what was said by `/feedback`. */
  readonly message: { readonly id: string; readonly channelId: string; readonly url: string } | null;
  readonly author: { readonly id: string; readonly name: string };
  readonly capturedBy: string;
  readonly capturedAt: Date;
  readonly state: CaptureState;
  /** Null once it is not needed any more. */
  readonly draft: CaptureDraft | null;
  readonly issue: CapturedIssue | null;
  readonly priority: Priority;
  /** When we last wrote to the issue: what is newer comes from others. */
  readonly writtenAt: Date | null;
  /** How often the tracker was asked in vain. */
  readonly attempts: number;
  /** Null: as the author's preferences say. */
  readonly tellsAuthor: boolean | null;
  readonly lastNews: AuthorNews | null;
  readonly reference: string;
}

export interface CapturedIssue {
  readonly identifier: string;
  readonly title: string;
  readonly url: string;
  /** As it was when we last heard of it. */
  readonly state: { readonly name: string; readonly type: StateType };
}

/** What is not given stays as it is. */
export type CaptureChange = Partial<
  Pick<Capture, 'state' | 'draft' | 'issue' | 'priority' | 'writtenAt' | 'attempts' | 'tellsAuthor' | 'lastNews'>
>;

/** What was captured. Throws `STORE_…`. */
export interface CaptureStore {
  /** Null when there is none. */
  byId(id: string): Promise<Capture | null>;
  /** The newest one of that message. */
  ofMessage(messageId: string): Promise<Capture | null>;
  /** Of this author, newest first. */
  ofAuthor(userId: string, limit: number): Promise<readonly Capture[]>;
  /** Keeps it unless this id is there already; true when it is new. */
  keep(capture: Capture): Promise<boolean>;
  change(id: string, change: CaptureChange): Promise<void>;
}

/** As `keep` and `change`, in the transaction that ends an event. */
export type CaptureRecord =
  | { readonly kind: 'capture-kept'; readonly capture: Capture }
  | { readonly kind: 'capture-changed'; readonly id: string; readonly change: CaptureChange };
