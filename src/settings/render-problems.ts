import type { SettingProblem } from './sources.ts';

const WIDTH = 100;
const LABEL_WIDTH = 10;

export interface RenderOptions {
  /** With escape codes for bold and colours; only for a terminal. */
  readonly isColoured?: boolean;
}

/** All problems as a text for the terminal: what was found, what is wanted, where to set it. */
export function renderProblems(problems: readonly SettingProblem[], options: RenderOptions = {}): string {
  const paint = painter(options.isColoured ?? false);
  const count = problems.length === 1 ? 'One setting needs' : `${problems.length} settings need`;
  const title = paint.bad(`${count} your attention. Nothing was started and nothing was written.`);
  const blocks = problems.map((problem, index) => block(problem, index + 1, paint));
  return [title, ...blocks, `docs/settings.md describes every setting.`].join('\n\n').concat('\n');
}

/** The notes as a text for the terminal; empty when there are none. */
export function renderNotes(notes: readonly string[]): string {
  return notes.map((note) => `${hang('Note: ', 6, note)}\n`).join('');
}

interface Painter {
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

function painter(isColoured: boolean): Painter {
  const paint =
    (open: number, close: number) =>
    (text: string): string =>
      isColoured ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return { bad: paint(31, 39), strong: paint(1, 22), faint: paint(2, 22) };
}

function block(problem: SettingProblem, number: number, paint: Painter): string {
  const rows: [string, string | undefined][] = [
    ['found', problem.found],
    ['wanted', problem.wanted],
    ['get it', problem.getIt],
    ['set it in', problem.where],
  ];
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [row(label, text, paint)]));
  return [`${String(number).padStart(2)}. ${paint.strong(printable(problem.name))}`, ...lines].join('\n');
}

function row(label: string, text: string, paint: Painter): string {
  const start = `    ${paint.faint(label.padEnd(LABEL_WIDTH))}`;
  return hang(start, 4 + LABEL_WIDTH, text);
}

/** Wraps at spaces; the lines after the first are indented. Long words (paths, URLs) stay whole, so that they can be copied. */
function hang(start: string, indent: number, text: string): string {
  const lines: string[] = [];
  let current = '';
  for (const word of printable(text).split(' ')) {
    if (current !== '' && indent + current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return start + [...lines, current].join(`\n${' '.repeat(indent)}`);
}

/** Without control characters, so that a value cannot write to the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
