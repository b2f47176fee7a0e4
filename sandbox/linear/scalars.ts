import { GraphQLError, type GraphQLScalarType, type GraphQLSchema, isScalarType, type ValueNode } from 'graphql';
import { afterDuration, momentOf } from './durations.ts';

const EPOCH = new Date(0);
const DATE = /^\d{4}-\d{2}-\d{2}$/;

function isDate(text: string): boolean {
  return DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

const READABLE: Record<string, (text: string) => boolean> = {
  DateTime: (text) => momentOf(text) !== null,
  DateTimeOrDuration: (text) => momentOf(text) !== null || afterDuration(text, EPOCH) !== null,
  TimelessDate: (text) => momentOf(text) !== null && isDate(text.slice(0, 10)),
  TimelessDateOrDuration: (text) => momentOf(text) !== null || afterDuration(text, EPOCH) !== null,
};

/** Gives the date scalars of a schema their meaning: what is no date is refused before anything runs. */
export function bindScalars(schema: GraphQLSchema): void {
  for (const [name, isReadable] of Object.entries(READABLE)) {
    const type = schema.getType(name);
    if (type && isScalarType(type)) bind(type, isReadable);
  }
}

function bind(type: GraphQLScalarType, isReadable: (text: string) => boolean): void {
  const read = (value: unknown): string => {
    if (typeof value === 'string' && isReadable(value)) return value;
    throw new GraphQLError(`${type.name} cannot represent value: ${JSON.stringify(value)}`);
  };
  type.parseValue = read;
  type.parseLiteral = (node: ValueNode) => read(node.kind === 'StringValue' ? node.value : null);
}
