import type { DoneView, PlaceView } from '../protocol.ts';

/** What the drawing of a message needs from the page around it. */
export interface Around {
  readonly place: PlaceView;
  /** Does something in the sandbox as the person; what goes wrong is shown. */
  act(path: string, body: Readonly<Record<string, unknown>>): Promise<DoneView>;
  /** Goes elsewhere or becomes somebody else. */
  go(to: { readonly as?: string; readonly channel?: string }): void;
  /** Takes away a message that only this person sees. */
  dismiss(messageId: string): void;
  openProfile(userId: string): void;
  /** What stands under the buttons of a message whose last press failed. */
  failureOf(messageId: string): string | null;
}
