import type { HealthBoard } from '../../shared/health-board.ts';
import type { AttemptFailed } from './failure.ts';

const NAME = 'linear';
const MEANWHILE = 'Where there is a last known answer, it is shown with its age.';

/** Tells the board how Linear is after an answer (null) or a failure. */
export function tellHealth(board: HealthBoard, failure: AttemptFailed | null): void {
  if (failure === null) return board.tell(NAME, 'on', 'Linear answers.');
  const { code, facts } = failure.error;
  switch (code) {
    case 'LINEAR_RATE_LIMITED':
      return board.tell(NAME, 'degraded', `Linear asks us to wait for ${facts.seconds} seconds. ${MEANWHILE}`);
    case 'LINEAR_BAD_ANSWER':
      return board.tell(NAME, 'degraded', `Linear answers in a form that we do not understand. ${MEANWHILE}`);
    case 'LINEAR_TOKEN_REJECTED':
      return board.tell(NAME, 'down', 'Linear rejected the API token; set a new LINEAR_API_TOKEN and restart.');
    case 'LINEAR_UNREACHABLE':
      return board.tell(NAME, 'down', `Linear does not answer (${facts.why}). ${MEANWHILE}`);
    default:
      // It refused this one request, which says that it is there.
      return board.tell(NAME, 'on', 'Linear answers.');
  }
}

/** Linear takes so long that a caller was given the last known answer. */
export function tellSlow(board: HealthBoard): void {
  board.tell(NAME, 'degraded', `Linear answers slowly. ${MEANWHILE}`);
}
