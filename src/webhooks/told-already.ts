import type { ChangeKey } from '../ports/change-finder.ts';
import type { InboxRow } from '../ports/inbox.ts';
import type { ReconciliationStore } from '../ports/reconciliation.ts';
import type { StoreRecord } from '../ports/records.ts';
import type { Sender } from '../ports/work-event.ts';

export interface ToldAlreadyPorts {
  readonly reconciliation: ReconciliationStore;
  /** What a delivery tells of, for the senders whose changes are looked for as well. */
  readonly keys: Readonly<Partial<Record<Sender, (row: InboxRow) => ChangeKey | null>>>;
}

/** A change that came as a webhook and was found by looking is told once, whichever was first. */
export type ToldAlready = (
  row: InboxRow,
) => Promise<
  { readonly kind: 'told'; readonly why: string } | { readonly kind: 'new'; readonly records: readonly StoreRecord[] }
>;

/**
 * Asked when a row is handled and not when it comes in: rows about the same are handled one after another, so that the
 * second one sees what the first one wrote, and the route of the webhooks stays quick.
 */
export function toldAlready({ reconciliation, keys }: ToldAlreadyPorts): ToldAlready {
  return async (row) => {
    const key = keys[row.sender]?.(row) ?? null;
    if (key === null) return { kind: 'new', records: [] };
    const isArrival = key.origin === 'arrived';
    if (await reconciliation.isSeen(key, isArrival ? 'found' : 'arrived')) {
      return {
        kind: 'told',
        why: isArrival ? 'told before: it was late and we had looked' : 'it came by itself meanwhile',
      };
    }
    return { kind: 'new', records: [{ kind: 'change-seen', key }] };
  };
}
