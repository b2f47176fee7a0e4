import type { Capture, CaptureChange } from '../../ports/captures.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import { findTeam } from '../../ports/find-by-name.ts';
import type { Team } from '../../ports/issue-tracker.ts';
import { type Blocking, screen, type TakenOut } from '../../ports/screen.ts';
import { AppError, toAppError } from '../../shared/errors/app-error.ts';
import { CATALOGUE, type ErrorCode } from '../../shared/errors/catalogue.ts';
import { stableUuid } from '../../shared/ids.ts';
import { list } from '../../shared/text/words.ts';
import { draftIssue, partsOf, type Said, withTexts } from './draft-issue.ts';
import { captureTarget } from './target.ts';

/** Who captures what, and where it stands. */
export interface Capturing {
  readonly id: string;
  readonly said: Said;
  readonly message: Capture['message'];
  /** The channel and, of a thread, the one that it belongs to: the configuration names them. */
  readonly channelIds: readonly (string | null)[];
  readonly author: { readonly id: string; readonly isBot: boolean };
  readonly capturedBy: string;
  readonly reference: string;
}

export type Prepared =
  | { readonly kind: 'ready'; readonly capture: Capture; readonly takenOut: readonly TakenOut[] }
  | { readonly kind: 'blocked'; readonly found: readonly Blocking[] };

/** The id of what this message becomes; what was undone does not stand in the way of a new one. */
export function captureIdOf(messageId: string, undone: Capture | null): string {
  return stableUuid(`capture ${messageId}${undone === null ? '' : ` after ${undone.id}`}`);
}

/** The capture, cleaned and ready to be kept; or why nothing of it may leave. */
export async function prepare(ports: FeaturePorts, capturing: Capturing): Promise<Prepared> {
  const { id, said, message, channelIds, author, capturedBy, reference } = capturing;
  const screened = await screen(ports.secrets, partsOf(said));
  if (screened.kind === 'blocked') return screened;
  const capture: Capture = {
    id,
    message,
    author: { id: author.id, name: said.author },
    capturedBy,
    capturedAt: ports.clock.now(),
    state: 'kept',
    draft: draftIssue(withTexts(said, screened.texts), captureTarget(ports, channelIds)),
    issue: null,
    priority: 0,
    writtenAt: null,
    attempts: 0,
    tellsAuthor: author.isBot ? false : null,
    lastNews: null,
    reference,
  };
  return { kind: 'ready', capture, takenOut: screened.takenOut };
}

export type Fulfilled =
  | { readonly kind: 'created'; readonly change: CaptureChange; readonly missingProject: string | null }
  /** Somebody took it back meanwhile. */
  | { readonly kind: 'undone'; readonly change: CaptureChange }
  /** The tracker cannot be asked just now. */
  | { readonly kind: 'later'; readonly error: AppError; readonly change: CaptureChange }
  /** It will not be: somebody has to change something first. */
  | { readonly kind: 'refused'; readonly error: AppError; readonly change: CaptureChange };

/** An operator mends these, and then it works: what was kept is not lost for them. */
const MENDED_BY_OPERATORS: readonly ErrorCode[] = ['LINEAR_OFF', 'LINEAR_TOKEN_REJECTED'];

/** Makes the issue; asked again, it is the same one. */
export async function fulfil(ports: FeaturePorts, capture: Capture): Promise<Fulfilled> {
  const { id, draft, message, author, priority } = capture;
  try {
    if (draft === null) throw new AppError('INTERNAL', { facts: { problem: 'a capture without a draft' } });
    const team = await teamFor(ports, draft.team);
    const { issue, missingProject } = await ports.tracker.createIssue({
      id,
      teamId: team.id,
      title: draft.title,
      description: draft.description,
      labels: draft.labels,
      ...(draft.project === null ? {} : { project: draft.project }),
      ...(priority === 0 ? {} : { priority }),
    });
    const now = await ports.captures.byId(id);
    if (now?.state === 'undone') return await takenBack(ports, id);
    // Chosen while Linear was making it.
    if (now && now.priority !== priority) await ports.tracker.update(id, { priority: now.priority });
    if (message)
      await ports.tracker.linkMessage({
        issueId: id,
        url: message.url,
        title: 'Message in Discord',
        subtitle: author.name,
      });
    const { identifier, title, url, state } = issue;
    return {
      kind: 'created',
      missingProject,
      change: {
        state: 'created',
        draft: null,
        issue: { identifier, title, url, state: { name: state.name, type: state.type } },
        writtenAt: ports.clock.now(),
      },
    };
  } catch (cause) {
    const error = toAppError(cause);
    const change = { attempts: capture.attempts + 1 };
    const isLater = CATALOGUE[error.code].isRetryable || MENDED_BY_OPERATORS.includes(error.code);
    return isLater
      ? { kind: 'later', error, change }
      : { kind: 'refused', error, change: { ...change, state: 'refused' } };
  }
}

async function takenBack({ tracker }: FeaturePorts, id: string): Promise<Fulfilled> {
  await tracker.trash(id);
  return { kind: 'undone', change: { state: 'undone', draft: null } };
}

async function teamFor({ tracker }: FeaturePorts, wanted: string | null): Promise<Team> {
  const teams = (await tracker.teams()).value;
  const found = wanted === null ? null : findTeam(teams, wanted);
  if (found?.kind === 'found') return found.item;
  const [only] = teams;
  if (wanted === null && only && teams.length === 1) return only;
  throw new AppError('CAPTURE_WITHOUT_TEAM', {
    facts: {
      problem: wanted === null ? 'the configuration names none' : `there is no “${wanted}”`,
      teams: list(teams.map(({ key }) => key)) || 'the teams of Linear (none is visible to this bot)',
    },
  });
}
