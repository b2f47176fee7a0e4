import { TOP } from './look.ts';
import type { Timeline, TimelineBar, TimelineLane } from './timeline.ts';

const MAX_LANES = 7;
const MAX_ROWS = 18;
const MAX_ROWS_OF_ONE = 6;
const ROW = 33;
const LANE_HEAD = 30;
const LANE_GAP = 8;

export interface Row {
  readonly bar: TimelineBar;
  readonly y: number;
}

export interface Layout {
  readonly heads: readonly { readonly words: string; readonly y: number }[];
  readonly rows: readonly Row[];
  readonly bottom: number;
  readonly unseen: number;
}

/** Which bars have room, and where they stand. */
export function layOut({ lanes: all }: Timeline): Layout {
  const lanes = all.slice(0, MAX_LANES);
  const heads: { words: string; y: number }[] = [];
  const rows: Row[] = [];
  let y = TOP + 34;
  const total = all.reduce((sum, lane) => sum + lane.bars.length, 0);
  const most = rowsOfOne(lanes);
  for (const lane of lanes) {
    const room = Math.min(most, MAX_ROWS - rows.length);
    const shown = lane.bars.slice(0, room).sort(byStart);
    if (shown.length === 0) continue;
    const left = lane.bars.length - shown.length;
    heads.push({ words: left > 0 ? `${lane.name} (+ ${left})` : lane.name, y: y + 20 });
    y += LANE_HEAD;
    for (const bar of shown) {
      rows.push({ bar, y });
      y += ROW;
    }
    y += LANE_GAP;
  }
  return { heads, rows, bottom: rows.length === 0 ? TOP + 190 : y + 4, unseen: total - rows.length };
}

/** As many rows for each person as there is room for, the same for all. */
function rowsOfOne(lanes: readonly TimelineLane[]): number {
  const needed = (rows: number): number => lanes.reduce((sum, { bars }) => sum + Math.min(rows, bars.length), 0);
  let rows = MAX_ROWS_OF_ONE;
  while (rows > 1 && needed(rows) > MAX_ROWS) rows -= 1;
  return rows;
}

function byStart(a: TimelineBar, b: TimelineBar): number {
  const at = ({ from }: TimelineBar): number => from?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return at(a) - at(b);
}
