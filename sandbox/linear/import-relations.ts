import type { ImportLine } from './import-columns.ts';
import { readList } from './import-values.ts';
import type { IssueRow, RelationRow } from './workspace.ts';
import { stamps } from './workspace-parts.ts';

/**
 * The relations that the columns `Blocked by`, `Duplicate of` and `Related to` tell. A relation that both issues name is
 * one relation.
 */
export function importedRelations(
  lines: readonly ImportLine[],
  byIdentifier: ReadonlyMap<string, IssueRow | undefined>,
): readonly RelationRow[] {
  const relations = new Map<string, RelationRow>();
  const add = (type: RelationRow['type'], from: IssueRow | undefined, to: IssueRow | undefined): void => {
    if (!from || !to || from === to) return;
    const ends = type === 'related' ? [from.id, to.id].sort() : [from.id, to.id];
    const name = `imported relation ${type} ${ends.join(' ')}`;
    const createdAt = from.createdAt > to.createdAt ? from.createdAt : to.createdAt;
    if (!relations.has(name))
      relations.set(name, { ...stamps(name, createdAt), type, issueId: from.id, relatedIssueId: to.id });
  };
  for (const line of lines) {
    const issue = byIdentifier.get(line.cell('ID'));
    for (const other of readList(line.cell('Blocked by'))) add('blocks', byIdentifier.get(other), issue);
    for (const other of readList(line.cell('Duplicate of'))) add('duplicate', issue, byIdentifier.get(other));
    for (const other of readList(line.cell('Related to'))) add('related', issue, byIdentifier.get(other));
  }
  return [...relations.values()];
}
