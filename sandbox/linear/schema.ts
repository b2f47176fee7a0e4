import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { bindScalars } from './scalars.ts';

/** The sandbox's schema; the file `schema.graphql` lies beside this module. */
export function loadSchema(): GraphQLSchema {
  const schema = buildSchema(readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'));
  bindScalars(schema);
  return schema;
}
