import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { badRequest, refusedDocument } from './errors.ts';

/** A document that the schema accepts, with the one operation that is asked for. */
export interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** It asks `searchIssues`, which has a rate limit of its own. */
  readonly isSearch: boolean;
}

const KEPT = 200;

/** Reads and checks documents; the same text is checked once. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #known = new Map<string, Prepared>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The prepared document, or Linear's errors about it. */
  prepare(query: string, operationName: string | null): Prepared | readonly GraphQLError[] {
    const key = `${operationName ?? ''}\n${query}`;
    const known = this.#known.get(key);
    if (known) return known;
    const prepared = this.#check(query, operationName);
    if ('document' in prepared) {
      if (this.#known.size >= KEPT) this.#known.clear();
      this.#known.set(key, prepared);
    }
    return prepared;
  }

  #check(query: string, operationName: string | null): Prepared | readonly GraphQLError[] {
    const document = read(query);
    if (document instanceof GraphQLError) return [refusedDocument(document)];
    const errors = validate(this.#schema, document);
    if (errors.length > 0) return errors.map(refusedDocument);
    const operation = getOperationAST(document, operationName);
    if (!operation) return [badRequest('Unknown or missing operation.')];
    const fragments = new Map(
      document.definitions.flatMap((part) => (part.kind === Kind.FRAGMENT_DEFINITION ? [[part.name.value, part]] : [])),
    );
    return { document, operation, fragments, isSearch: asks(document, 'searchIssues') };
  }
}

/** Kind and name of the first operation in a text; an empty name when it has none or is no GraphQL. */
export function operationIn(query: string): { readonly kind: string; readonly name: string } {
  const document = read(query);
  if (document instanceof GraphQLError) return { kind: 'query', name: '' };
  const operation = document.definitions.find((part) => part.kind === Kind.OPERATION_DEFINITION);
  return { kind: operation?.operation ?? 'query', name: operation?.name?.value ?? '' };
}

function read(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: 20_000 });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function asks(document: DocumentNode, field: string): boolean {
  let isAsked = false;
  visit(document, {
    Field: ({ name }) => {
      isAsked ||= name.value === field;
    },
  });
  return isAsked;
}
