import type { InboxDepth, InboxRow } from '../ports/inbox.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { CATALOGUE, type ErrorCode } from '../shared/errors/catalogue.ts';
import { redactPatterns } from '../shared/redact.ts';

const MAX_CELL_CHARS = 60;

/** `3 wait, the oldest for 2 minutes. 1 dead letter.` */
export function depthText({ waiting, dead, oldestWaitingAt }: InboxDepth, now: Date): string {
  const age = oldestWaitingAt === null ? '' : `, the oldest for ${ageText(now.getTime() - oldestWaitingAt.getTime())}`;
  const waits = waiting === 0 ? 'Nothing waits.' : `${waiting} ${waiting === 1 ? 'waits' : 'wait'}${age}.`;
  return `${waits} ${dead === 0 ? 'No dead letters.' : `${dead} dead ${dead === 1 ? 'letter' : 'letters'}.`}`;
}

/** The table of `events list`. */
export function listText(rows: readonly InboxRow[]): string {
  const head = ['ID', 'RECEIVED', 'STATE', 'WHAT', 'ABOUT', 'OUTCOME'];
  const lines = [head, ...rows.map(cells)];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells(row: InboxRow): string[] {
  const state = row.state === 'waiting' && row.attempts > 0 ? `again (${row.attempts})` : row.state;
  return [
    String(row.id),
    timeText(row.receivedAt),
    state,
    short(row.kind),
    short(row.subject),
    short(row.outcome ?? ''),
  ];
}

/** Everything about one event: why something was said, or was not. */
export function showText(
  row: InboxRow,
  said: readonly OutboxRow[],
  options: { readonly withPayload: boolean },
): string {
  const lines = [
    `Event ${row.id}: ${plain(row.kind)}`,
    fact('about', row.subject),
    fact('reference', `${row.reference} (the log has its lines under it)`),
    fact('delivery', row.deliveryId),
    fact('received', timeText(row.receivedAt)),
    fact('state', stateText(row)),
    fact('outcome', row.outcome ?? 'none yet'),
    '',
    said.length === 0 ? 'Nothing was said because of it.' : 'Said because of it:',
    ...said.map(saidText),
    ...advice(row),
  ];
  if (options.withPayload) lines.push('', 'As it came, without what looks like a secret:', payloadText(row.payload));
  return lines.join('\n');
}

function fact(name: string, value: string): string {
  return `  ${name.padEnd(10)} ${plain(value)}`;
}

function stateText({ state, attempts, nextAt, finishedAt }: InboxRow): string {
  const tries = attempts === 0 ? '' : ` after ${attempts} failed ${attempts === 1 ? 'attempt' : 'attempts'}`;
  if (state === 'waiting') return `waiting${tries}, to be handled from ${timeText(nextAt)} on`;
  return `${state} since ${finishedAt === null ? '?' : timeText(finishedAt)}${tries}`;
}

function saidText({ destination, state, outcome, message }: OutboxRow): string {
  const where = destination.kind === 'member' ? `member ${destination.userId}` : `channel ${destination.channelId}`;
  const what = message === null ? '' : `, message ${message.messageId}`;
  return `  ${state} in ${where}${what}${outcome === null ? '' : `: ${plain(outcome)}`}`;
}

function advice({ id, state, outcome }: InboxRow): string[] {
  if (state !== 'dead') return [];
  return ['', ...hintOf(outcome ?? ''), `When the cause is mended: onomancer events replay ${id}`];
}

/** What the catalogue of errors says to do, where that needs no more than the code. */
function hintOf(outcome: string): string[] {
  const [code = ''] = outcome.split(' ');
  if (!Object.hasOwn(CATALOGUE, code)) return [];
  const { hint } = CATALOGUE[code as ErrorCode];
  return /\{|below/.test(hint) ? [] : [hint];
}

/** JSON that a terminal shows as it is: what it would hide or obey is written as `\u202e`. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\p{Cf}\u007F-\u009F]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}

function payloadText(payload: string): string {
  try {
    return redactPatterns(visibleJson(JSON.parse(payload)));
  } catch {
    return redactPatterns(plain(payload));
  }
}

/** Text from outside, for a terminal: no control characters, which could move the cursor or change what is shown. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
}

function short(text: string): string {
  const [...characters] = plain(text);
  return characters.length <= MAX_CELL_CHARS
    ? characters.join('')
    : `${characters.slice(0, MAX_CELL_CHARS - 1).join('')}…`;
}

function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function ageText(ms: number): string {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ] as const;
  const [size, name] = units.find(([each]) => ms >= each) ?? [1_000, 'second'];
  const count = Math.max(0, Math.floor(ms / size));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
