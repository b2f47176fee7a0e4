import { parseArgs } from 'node:util';
import type { InboxRow, InboxState } from '../ports/inbox.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { redactPatterns } from '../shared/redact.ts';
import { depthText, listText, showText, visibleJson } from './events-text.ts';

export const EVENTS_HELP = `onomancer events list | show ID | replay ID… | purge

What came in (webhooks, reactions, the clock), what became of it, and what to do when something is stuck. Works while
the bot runs.

  list                  the newest events; how much waits, and since when
    --state STATE       only waiting, done, ignored or dead ones
    --subject TEXT      only about this, as "list" shows it
    --limit N           so many (20)
  show ID               why something was said, or was not; ID is the number, or the reference under a message
    --payload           also what came, without what looks like a secret
  replay ID…            has events handled again that are dead, done or ignored
    --dead              all dead letters
    --why CODE          with --dead: only those that ended with this error, as "list" shows it
  purge                 forgets events that have ended
    --older-than DAYS   …so long ago (30)
    --dead              dead letters, too

  --data-dir DIR        the directory of the database, when it is not that of the settings
  --json                for programs
  --help                this text
`;

const STATES: readonly InboxState[] = ['waiting', 'done', 'ignored', 'dead'];
const DAY_MS = 24 * 3_600_000;
/** All of them, in one go: a replay is one transaction. */
const MAX_REPLAYED = 10_000;

export interface EventsPorts {
  readonly store: Pick<Store, 'inbox' | 'outbox' | 'audit'>;
  readonly clock: Clock;
}

type Flags = ReturnType<typeof parseEventArguments>['values'];

/** What was typed. Throws what `parseArgs` throws. */
export function parseEventArguments(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      state: { type: 'string' },
      subject: { type: 'string' },
      limit: { type: 'string', default: '20' },
      payload: { type: 'boolean', default: false },
      dead: { type: 'boolean', default: false },
      why: { type: 'string' },
      'older-than': { type: 'string', default: '30' },
      'data-dir': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

/** Does what was asked for and gives the text to print. Throws `INPUT_INVALID`, `EVENT_NOT_FOUND` or `STORE_…`. */
export async function runEvents(ports: EventsPorts, words: readonly string[], flags: Flags): Promise<string> {
  const [verb = '', ...ids] = words;
  switch (verb) {
    case 'list':
      noMore(ids);
      return list(ports, flags);
    case 'show':
      return show(ports, ids, flags);
    case 'replay':
      return replay(ports, ids, flags);
    case 'purge':
      noMore(ids);
      return purge(ports, flags);
    default:
      throw usage(verb === '' ? 'What is to be done is missing.' : `There is no “events ${verb}”.`);
  }
}

async function list({ store, clock }: EventsPorts, flags: Flags): Promise<string> {
  const state = STATES.find((one) => one === flags.state);
  if (flags.state !== undefined && state === undefined)
    throw usage(`--state ${flags.state} is none of ${STATES.join(', ')}.`);
  const limit = wholeNumber('--limit', flags.limit, 1_000);
  const [depth, rows] = await Promise.all([
    store.inbox.depth(),
    store.inbox.list({
      limit,
      ...(state === undefined ? {} : { state }),
      ...(flags.subject === undefined ? {} : { subject: flags.subject }),
    }),
  ]);
  if (flags.json) return visibleJson({ depth, events: rows.map(withoutPayload) });
  const head = depthText(depth, clock.now());
  return rows.length === 0 ? `${head}\n\nThere are no such events.` : `${head}\n\n${listText(rows)}`;
}

async function show({ store }: EventsPorts, ids: readonly string[], flags: Flags): Promise<string> {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw usage('“events show” wants one ID.');
  const row = await find(store, id);
  const said = await store.outbox.ofReference(row.reference);
  if (!flags.json) return showText(row, said, { withPayload: flags.payload });
  const event = flags.payload ? { ...row, payload: redactPatterns(row.payload) } : withoutPayload(row);
  const messages = said.map(({ id: number, destination, state, outcome, message }) => ({
    id: number,
    destination,
    state,
    outcome,
    message,
  }));
  return visibleJson({ event, messages });
}

async function find(store: EventsPorts['store'], id: string): Promise<InboxRow> {
  const row = /^\d{1,15}$/.test(id) ? await store.inbox.row(Number(id)) : null;
  if (row !== null) return row;
  const [byReference] = await store.inbox.list({ reference: id.toUpperCase(), limit: 1 });
  if (byReference !== undefined) return byReference;
  throw new AppError('EVENT_NOT_FOUND', { facts: { id: id.slice(0, 40) } });
}

async function replay({ store, clock }: EventsPorts, ids: readonly string[], flags: Flags): Promise<string> {
  if (flags.dead === ids.length > 0) throw usage('“events replay” wants IDs, or --dead for all dead letters.');
  if (flags.why !== undefined && !flags.dead) throw usage('--why goes with --dead.');
  const rows = flags.dead
    ? (await store.inbox.list({ state: 'dead', limit: MAX_REPLAYED })).filter(endedWith(flags.why))
    : await Promise.all(ids.map((id) => find(store, id)));
  const now = clock.now();
  const count = await store.inbox.replay(
    rows.map((row) => row.id),
    now,
  );
  await store.audit.append(
    rows
      .filter(({ state }) => state !== 'waiting')
      .map(({ id, kind, reference }) => ({
        at: now,
        actor: 'operator',
        action: 'replay-event',
        subject: kind,
        reference,
        detail: { id },
      })),
  );
  if (flags.json) return JSON.stringify({ replayed: count });
  const left = rows.length - count;
  const rest = left === 0 ? '' : ` ${left} ${left === 1 ? 'waits' : 'wait'} already.`;
  return `${count} ${count === 1 ? 'event is' : 'events are'} handled again.${rest}`;
}

function endedWith(why: string | undefined): (row: InboxRow) => boolean {
  return ({ outcome }) => why === undefined || (outcome ?? '').split(' ')[0] === why;
}

async function purge({ store, clock }: EventsPorts, flags: Flags): Promise<string> {
  const days = wholeNumber('--older-than', flags['older-than'], 36_500);
  const count = await store.inbox.purge(new Date(clock.now().getTime() - days * DAY_MS), { dead: flags.dead });
  if (flags.json) return JSON.stringify({ purged: count });
  return `${count} ${count === 1 ? 'event' : 'events'} forgotten. Their senders’ ids stay known.`;
}

function withoutPayload({ payload, ...row }: InboxRow): object {
  return { ...row, payloadBytes: Buffer.byteLength(payload) };
}

function wholeNumber(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw usage(`${flag} ${text} is not a whole number from 1 to ${most}.`);
}

function noMore(ids: readonly string[]): void {
  if (ids.length > 0) throw usage(`“${ids.join(' ')}” is not expected here.`);
}

function usage(problem: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted: EVENTS_HELP } });
}
