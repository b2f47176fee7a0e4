import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLFieldMap,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadSchema } from '../../sandbox/linear/schema.ts';

const specs = process.env.ONOMANCER_SPECS_DIR ?? join(import.meta.dirname, '../../../shared/specs');
const official = join(specs, 'linear-schema.graphql');
const isThere = existsSync(official);

if (!isThere) {
  console.warn(
    `SKIPPED: the sandbox's Linear schema was not compared with Linear's own, because ${official} is not there. ` +
      'Put packages/sdk/src/schema.graphql of github.com/linear/linear there, or set ONOMANCER_SPECS_DIR.',
  );
}

/** All in which `part` is no subset of `whole`. */
function differences(part: GraphQLSchema, whole: GraphQLSchema): string[] {
  return Object.values(part.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => {
      const theirs = whole.getType(type.name);
      if (!theirs) return [`${type.name}: unknown to Linear`];
      if (theirs.constructor !== type.constructor) return [`${type.name}: another kind of type`];
      return typeDifferences(type, theirs);
    });
}

function typeDifferences(ours: GraphQLNamedType, theirs: GraphQLNamedType): string[] {
  if (isEnumType(ours)) return enumDifferences(ours, theirs as GraphQLEnumType);
  if (isInputObjectType(ours)) return inputDifferences(ours, theirs as GraphQLInputObjectType);
  if ((isObjectType(ours) && isObjectType(theirs)) || (isInterfaceType(ours) && isInterfaceType(theirs)))
    return fieldDifferences(ours.name, ours.getFields(), theirs.getFields());
  return [];
}

function enumDifferences(ours: GraphQLEnumType, theirs: GraphQLEnumType): string[] {
  return ours
    .getValues()
    .filter(({ name }) => !theirs.getValue(name))
    .map(({ name }) => `${ours.name}.${name}: unknown to Linear`);
}

function inputDifferences(ours: GraphQLInputObjectType, theirs: GraphQLInputObjectType): string[] {
  const known = theirs.getFields();
  const wrong = Object.values(ours.getFields()).flatMap(({ name, type }) => {
    const other = known[name];
    if (!other) return [`${ours.name}.${name}: unknown to Linear`];
    return String(other.type) === String(type)
      ? []
      : [`${ours.name}.${name}: ${String(type)}, Linear has ${String(other.type)}`];
  });
  const required = Object.values(known).filter(
    ({ name, type }) => String(type).endsWith('!') && !ours.getFields()[name],
  );
  return [...wrong, ...required.map(({ name }) => `${ours.name}.${name}: required by Linear, missing here`)];
}

function fieldDifferences(
  typeName: string,
  ours: GraphQLFieldMap<unknown, unknown>,
  theirs: GraphQLFieldMap<unknown, unknown>,
): string[] {
  return Object.values(ours).flatMap((field) => {
    const other = theirs[field.name];
    if (!other) return [`${typeName}.${field.name}: unknown to Linear`];
    const here = `${typeName}.${field.name}`;
    const type =
      String(other.type) === String(field.type)
        ? []
        : [`${here}: ${String(field.type)}, Linear has ${String(other.type)}`];
    const deprecated = other.deprecationReason ? [`${here}: deprecated by Linear (${other.deprecationReason})`] : [];
    const args = field.args.flatMap((arg) => {
      const known = other.args.find(({ name }) => name === arg.name);
      if (!known) return [`${here}(${arg.name}): unknown to Linear`];
      const isSame = String(known.type) === String(arg.type) && known.defaultValue === arg.defaultValue;
      return isSame ? [] : [`${here}(${arg.name}): ${String(arg.type)}, Linear has ${String(known.type)}`];
    });
    const required = other.args
      .filter(
        ({ name, type: argType }) => String(argType).endsWith('!') && !field.args.some((arg) => arg.name === name),
      )
      .map(({ name }) => `${here}(${name}): required by Linear, missing here`);
    return [...type, ...deprecated, ...args, ...required];
  });
}

describe("the sandbox's Linear schema", () => {
  it.skipIf(!isThere)("is a subset of Linear's own, down to arguments, enum values and nullability", () => {
    expect(differences(loadSchema(), buildSchema(readFileSync(official, 'utf8')))).toEqual([]);
  });

  it('is compared by a check that sees every kind of difference', () => {
    const whole = buildSchema(`
      enum Order { up down }
      input Wanted { name: String  must: Int! }
      interface Node { id: ID! }
      type Query { one(id: String!, order: Order = up): String!  old: Int @deprecated(reason: "gone")  list(input: Wanted): [Int!]! }
    `);
    const part = buildSchema(`
      enum Order { up sideways }
      input Wanted { name: Int  more: Int }
      interface Node { id: ID  name: String }
      type Other { x: Int }
      type Query { one(order: Order, size: Int): String  old: Int  list(input: Wanted!): [Int!]!  other: Other }
    `);
    expect(differences(part, whole)).toEqual([
      'Order.sideways: unknown to Linear',
      'Wanted.name: Int, Linear has String',
      'Wanted.more: unknown to Linear',
      'Wanted.must: required by Linear, missing here',
      'Node.id: ID, Linear has ID!',
      'Node.name: unknown to Linear',
      'Other: unknown to Linear',
      'Query.one: String, Linear has String!',
      'Query.one(order): Order, Linear has Order',
      'Query.one(size): unknown to Linear',
      'Query.one(id): required by Linear, missing here',
      'Query.old: deprecated by Linear (gone)',
      'Query.list(input): Wanted!, Linear has Wanted',
      'Query.other: unknown to Linear',
    ]);
  });
});
