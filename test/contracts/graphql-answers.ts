import {
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  type SelectionSetNode,
  specifiedRules,
  TypeNameMetaFieldDef,
  validate,
} from 'graphql';

/** A document with its variables, as it was sent. */
export interface SentDocument {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a schema says against a document and its variables; use of what is deprecated included. */
export function documentProblems(schema: GraphQLSchema, { query, variables }: SentDocument): string[] {
  const document = parse(query);
  const invalid = validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule]);
  if (invalid.length > 0) return invalid.map(({ message }) => message);
  const operation = getOperationAST(document);
  if (!operation) return ['The document has no operation, or several.'];
  const declared = operation.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, declared, variables);
  const names = new Set(declared.map(({ variable }) => variable.name.value));
  return [
    ...(errors ?? []).map(({ message }) => message),
    ...Object.keys(variables).flatMap((name) => (names.has(name) ? [] : [`Variable "$${name}" is not declared.`])),
  ];
}

/** What a schema says against the data of an answer: each field that was asked for, and no other, of its type. */
export function answerProblems(schema: GraphQLSchema, { query }: SentDocument, data: unknown): string[] {
  const document = parse(query);
  const operation = getOperationAST(document);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return ['The document has no operation, or several.'];
  const fragments = new Map(
    document.definitions.flatMap((part) =>
      part.kind === Kind.FRAGMENT_DEFINITION ? [[part.name.value, part] as const] : [],
    ),
  );
  return new AnswerCheck(schema, (name) => fragments.get(name) ?? null).object(root, {
    selections: [operation.selectionSet],
    value: data,
    at: '',
  });
}

interface ObjectPlace {
  readonly selections: readonly SelectionSetNode[];
  readonly value: unknown;
  readonly at: string;
}

interface FieldPlace {
  readonly nodes: readonly FieldNode[];
  readonly value: unknown;
  readonly at: string;
}

type Fragment = {
  readonly typeCondition: { readonly name: { readonly value: string } };
  readonly selectionSet: SelectionSetNode;
};

class AnswerCheck {
  readonly #schema: GraphQLSchema;
  readonly #fragment: (name: string) => Fragment | null;

  constructor(schema: GraphQLSchema, fragment: (name: string) => Fragment | null) {
    this.#schema = schema;
    this.#fragment = fragment;
  }

  object(type: GraphQLCompositeType, { selections, value, at }: ObjectPlace): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: is no object`];
    const real = this.#realType(type, value);
    if (!real) return [`${at}/__typename: is no type that ${type.name} can be`];
    const asked = new Map<string, FieldNode[]>();
    for (const selection of selections) this.#collect(real, selection, asked);
    const given = value as Readonly<Record<string, unknown>>;
    const strange = Object.keys(given).filter((key) => !asked.has(key));
    return [
      ...strange.map((key) => `${at}/${key}: was not asked for`),
      ...[...asked].flatMap(([key, nodes]) => {
        if (!Object.hasOwn(given, key)) return [`${at}/${key}: is missing`];
        return this.#field(real, { nodes, value: given[key], at: `${at}/${key}` });
      }),
    ];
  }

  #field(parent: GraphQLCompositeType, place: FieldPlace): string[] {
    const name = place.nodes[0]?.name.value ?? '';
    if (name === TypeNameMetaFieldDef.name) return typeof place.value === 'string' ? [] : [`${place.at}: is no name`];
    const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
    return field ? this.#value(field.type, place) : [`${place.at}: ${parent.name} has no field ${name}`];
  }

  #value(type: GraphQLOutputType, place: FieldPlace): string[] {
    const { nodes, value, at } = place;
    if (isNonNullType(type))
      return value === null ? [`${at}: is null, not ${type.toString()}`] : this.#value(type.ofType, place);
    if (value === null) return [];
    if (isListType(type)) {
      if (!Array.isArray(value)) return [`${at}: is no list`];
      return value.flatMap((one: unknown, index) =>
        this.#value(type.ofType, { nodes, value: one, at: `${at}/${index}` }),
      );
    }
    if (isCompositeType(type)) {
      return this.object(type, { selections: nodes.flatMap(({ selectionSet }) => selectionSet ?? []), value, at });
    }
    return isLeafType(type) &&
      isOfScalar(type.name, value, isEnumType(type) ? type.getValues().map((one) => one.name) : null)
      ? []
      : [`${at}: ${JSON.stringify(value)} is no ${getNamedType(type).name}`];
  }

  #realType(type: GraphQLCompositeType, value: object): GraphQLCompositeType | null {
    if (!isAbstractType(type)) return type;
    const named = this.#schema.getType(String((value as Readonly<Record<string, unknown>>)['__typename']));
    return isObjectType(named) && this.#schema.isSubType(type, named) ? named : null;
  }

  #collect(type: GraphQLCompositeType, set: SelectionSetNode, into: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (selection.directives?.length)
        throw new GraphQLError('Directives are not understood here.', { nodes: selection });
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        into.set(key, [...(into.get(key) ?? []), selection]);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragment(selection.name.value) : selection;
      if (fragment && this.#applies(type, fragment.typeCondition?.name.value)) {
        this.#collect(type, fragment.selectionSet, into);
      }
    }
  }

  #applies(type: GraphQLCompositeType, condition: string | undefined): boolean {
    const wanted = condition === undefined ? type : this.#schema.getType(condition);
    return wanted === type || (isAbstractType(wanted) && isObjectType(type) && this.#schema.isSubType(wanted, type));
  }
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Scalars of GraphQL itself, and Linear's own: their descriptions stand in its schema. */
function isOfScalar(name: string, value: unknown, members: readonly string[] | null): boolean {
  if (members) return typeof value === 'string' && members.includes(value);
  switch (name) {
    case 'Int':
      return Number.isInteger(value);
    case 'Float':
      return Number.isFinite(value);
    case 'Boolean':
      return typeof value === 'boolean';
    case 'String':
    case 'ID':
      return typeof value === 'string';
    case 'DateTime':
      return typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value));
    case 'TimelessDate':
      return typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value));
    case 'JSONObject':
      return typeof value === 'object' && !Array.isArray(value);
    case 'JSON':
      return true;
    default:
      return typeof value === 'string';
  }
}
