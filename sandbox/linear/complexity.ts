import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What is needed to price an operation. */
export interface Priced {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

const PROPERTY = 0.1;
const OBJECT = 1;
const DEFAULT_PAGE = 50;

/**
 * The points that a query costs by Linear's documented rule: a property 0.1, an object 1, a connection multiplies its
 * children by its pagination argument or 50 (https://linear.app/developers/rate-limiting#understanding-query-complexity).
 * Not rounded: Linear compares the raw number with the maximum and rounds up what it charges. `nodes` and `pageInfo` are
 * children of a connection like others. Real charges of root `issues` queries were seen to be lower than the rule.
 */
export function complexityOf(priced: Priced): number {
  const { schema, operation } = priced;
  const root = schema.getRootType(operation.operation);
  return root ? tenth(selection(priced, root, operation.selectionSet)) : 0;
}

/** What a query is charged: whole points. */
export function chargeOf(complexity: number): number {
  return Math.ceil(complexity);
}

function selection(priced: Priced, parent: GraphQLObjectType, set: SelectionSetNode): number {
  let sum = 0;
  for (const node of set.selections) {
    if (node.kind === 'Field') sum += field(priced, parent, node);
    else if (node.kind === 'InlineFragment') sum += selection(priced, parent, node.selectionSet);
    else {
      const fragment = priced.fragments.get(node.name.value);
      if (fragment) sum += selection(priced, parent, fragment.selectionSet);
    }
  }
  return sum;
}

function field(priced: Priced, parent: GraphQLObjectType, node: FieldNode): number {
  const definition = parent.getFields()[node.name.value];
  // `__typename` and the introspection fields are no fields of the parent.
  if (!definition || !node.selectionSet) return PROPERTY;
  const type = getNamedType(definition.type);
  if (!isObjectType(type)) return isInterfaceType(type) ? OBJECT : PROPERTY;
  const children = selection(priced, type, node.selectionSet);
  return isConnection(type) ? pageSize(priced, node) * children : OBJECT + children;
}

function isConnection(type: GraphQLObjectType): boolean {
  const fields = type.getFields();
  return fields.pageInfo !== undefined && fields.nodes !== undefined;
}

function pageSize(priced: Priced, node: FieldNode): number {
  for (const name of ['first', 'last']) {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value?.kind === 'IntValue') return Number(value.value);
    if (value?.kind === 'Variable') {
      const given = priced.variables[value.name.value];
      if (typeof given === 'number') return given;
    }
  }
  return DEFAULT_PAGE;
}

// Sums of 0.1 drift; a refusal should not show 11601.000000000002.
function tenth(points: number): number {
  return Math.round(points * 10) / 10;
}
