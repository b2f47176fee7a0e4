import { type Comparator, type Comparing, type Kind, satisfies } from './comparators.ts';
import { refusedArgument } from './errors.ts';
import type { LinearStore } from './store.ts';

/** How one field of a filter finds what it is about, in a row of type `T`. */
export type FilterField<T> =
  | { readonly kind: Kind; readonly of: (row: T, store: LinearStore) => unknown }
  | { readonly kind: 'one'; readonly of: (row: T, store: LinearStore) => unknown; readonly fields: () => FilterFields }
  | {
      readonly kind: 'many';
      readonly of: (row: T, store: LinearStore) => readonly unknown[];
      readonly fields: () => FilterFields;
    };

// The rows of different types meet here; each table of fields is written against its own row type (see `fieldsFor`).
export type FilterFields = Readonly<Record<string, FilterField<never>>>;

/** A table of fields, typed by its row. */
export function fieldsFor<T>(fields: Readonly<Record<string, FilterField<T>>>): FilterFields {
  return fields;
}

export type Filter = Readonly<Record<string, unknown>>;

interface Filtering extends Comparing {
  readonly store: LinearStore;
}

/**
 * Whether a row passes a filter of Linear's (https://linear.app/developers/filtering): all fields must hold; `and`, `or`
 * combine; a condition on a to-one relation holds only when it exists (`null: true` asks for its absence); a condition on
 * a to-many relation holds when some row satisfies it, or `every` row, or `length` fits.
 */
export function passes(fields: FilterFields, row: unknown, filter: Filter, filtering: Filtering): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    const here = { ...filtering, path: [...filtering.path, name] };
    if (wanted === null || wanted === undefined)
      throw refusedArgument(here.path, 'isDefined', `${name} should not be null`);
    if (name === 'and') return filters(wanted).every((part) => passes(fields, row, part, here));
    if (name === 'or') return filters(wanted).some((part) => passes(fields, row, part, here));
    const field = fields[name] as FilterField<unknown> | undefined;
    if (!field) throw new Error(`The sandbox's schema has the filter ${name}, but nothing compares it.`);
    if (field.kind === 'one') return one(field.fields(), field.of(row, here.store), wanted as Filter, here);
    if (field.kind === 'many') return many(field.fields(), field.of(row, here.store), wanted as Filter, here);
    return satisfies(field.kind, field.of(row, here.store) ?? null, wanted as Comparator, here);
  });
}

function one(fields: FilterFields, row: unknown, filter: Filter, filtering: Filtering): boolean {
  const { null: absent, ...rest } = filter;
  if (typeof absent === 'boolean' && (row === null) !== absent) return false;
  if (Object.keys(rest).length === 0) return true;
  return row !== null && passes(fields, row, rest, filtering);
}

function many(fields: FilterFields, rows: readonly unknown[], filter: Filter, filtering: Filtering): boolean {
  const { null: absent, some, every, length, and, or, ...rest } = filter;
  const again = (part: Filter): boolean => many(fields, rows, part, filtering);
  const matches = (row: unknown, part: unknown): boolean => passes(fields, row, part as Filter, filtering);
  return (
    (typeof absent !== 'boolean' || (rows.length === 0) === absent) &&
    (length === undefined || satisfies('number', rows.length, length as Comparator, filtering)) &&
    (some === undefined || rows.some((row) => matches(row, some))) &&
    (every === undefined || rows.every((row) => matches(row, every))) &&
    (and === undefined || filters(and).every(again)) &&
    (or === undefined || filters(or).some(again)) &&
    (Object.keys(rest).length === 0 || rows.some((row) => matches(row, rest)))
  );
}

function filters(wanted: unknown): readonly Filter[] {
  return wanted as readonly Filter[];
}
