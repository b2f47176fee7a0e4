import { type Effects, type EventHandler, NO_EFFECTS } from '../../ports/effects.ts';
import { createdMessages, fulfilEffects } from './messages.ts';

/** Looks after what was kept: makes its issue when the tracker is back, and says so. */
export const onCaptureDue: EventHandler = {
  name: 'capture-due',
  kinds: ['capture-due'],
  async handle(ports, event, context): Promise<Effects | null> {
    if (event.kind !== 'capture-due') return null;
    const capture = await ports.captures.byId(event.captureId);
    if (capture === null) return { ...NO_EFFECTS, note: 'never kept' };
    switch (capture.state) {
      case 'kept':
        return fulfilEffects(ports, { capture, takenOut: [], keep: 'known' }, context);
      case 'created': {
        // Who used `/feedback` has read it there; below a message it is for everybody.
        const messages = capture.message === null ? [] : createdMessages(capture);
        return { ...NO_EFFECTS, note: 'there already', messages };
      }
      default:
        return { ...NO_EFFECTS, note: capture.state };
    }
  },
};
