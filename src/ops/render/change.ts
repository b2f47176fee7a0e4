import { type Change, missingLines, missingPackages } from '../plans/plan.ts';
import { installing } from '../steps/apt.ts';
import type { Command, FileResource } from '../steps/step.ts';
import { commandLine } from './command-line.ts';
import { diffLines } from './diff.ts';
import type { Paint } from './paint.ts';

export interface ChangeLook {
  readonly paint: Paint;
  /** New files are shown to their last line; otherwise only the beginning of long ones is. */
  readonly isWhole: boolean;
}

const INDENT = '    ';
/** A new file with more lines than this is cut, where it may be. */
const MOST_LINES = 30;
const SHOWN_LINES = 10;

/** One difference as people read it: what there is, what there will be, the commands. */
export function renderChange({ resource, found }: Change, look: ChangeLook): string {
  switch (resource.kind) {
    case 'file':
      return renderFile(resource, found, look);
    case 'directory':
      return `${INDENT}${sign(found.kind)} directory ${resource.path} ${rights(resource)}${before(found)}`;
    case 'link':
      return `${INDENT}${sign(found.kind)} link ${resource.path} → ${resource.target}${found.kind === 'link' ? ` (now → ${found.target})` : ''}`;
    case 'absent':
      return `${INDENT}- remove ${resource.path} (a copy is kept)`;
    case 'lines': {
      const head = `${INDENT}${sign(found.kind)} in file ${resource.path} ${rights(resource)}${differingRights(resource, found)}`;
      return [head, ...missingLines(resource, found).map((line) => look.paint.good(`${INDENT}  + ${line}`))].join('\n');
    }
    case 'packages':
      return commands([installing(missingPackages(resource, found))]);
    case 'condition':
      return `${INDENT}● ${resource.title}\n${commands(resource.change)}`;
  }
}

const sign = (kind: string): string => (kind === 'nothing' ? '+' : '~');

const rights = ({ owner, group, mode }: { owner: string; group: string; mode: number }): string =>
  `(${owner}:${group} ${mode.toString(8)})`;

function before(found: Change['found']): string {
  return found.kind === 'file' || found.kind === 'directory' ? ` (now ${rights(found).slice(1)}` : '';
}

function differingRights(resource: Parameters<typeof rights>[0], found: Change['found']): string {
  return found.kind === 'file' && rights(found) !== rights(resource) ? before(found) : '';
}

function commands(list: readonly Command[]): string {
  return list.map((command) => `${INDENT}  $ ${commandLine(command)}`).join('\n');
}

function renderFile(resource: FileResource, found: Change['found'], { paint, isWhole }: ChangeLook): string {
  const old = found.kind === 'file' ? found.content : '';
  const head = `${INDENT}${sign(found.kind)} file ${resource.path} ${rights(resource)}`;
  const title = `${head}${differingRights(resource, found)}`;
  if (resource.isSecret) return `${title}, content not shown`;
  const lines = diffLines(old, resource.content).map((line) => {
    const shown = `${INDENT}  ${line}`.trimEnd();
    if (line.startsWith('+')) return paint.good(shown);
    return line.startsWith('-') ? paint.bad(shown) : shown;
  });
  const isCut = !isWhole && found.kind !== 'file' && lines.length > MOST_LINES;
  const left = lines.length - SHOWN_LINES;
  return [
    title,
    ...(isCut ? [...lines.slice(0, SHOWN_LINES), `${INDENT}  … ${left} more lines (--dry-run shows them)`] : lines),
  ].join('\n');
}
