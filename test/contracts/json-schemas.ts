import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** Something in a value that its description does not allow, with the JSON pointer of the place. */
export interface Complaint {
  readonly at: string;
  readonly message: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** Keywords that only lead to other schemas; the rest of a schema is about the value itself. */
const LEADING = new Set(['$ref', 'oneOf', 'anyOf', 'allOf', 'properties', 'additionalProperties', 'items']);

const FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
  // RFC 3339, as OpenAPI says.
  'date-time': (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => URL.canParse(text),
  // https://docs.discord.com/developers/reference#snowflakes: real ids have 17 digits and more; "0" stands for "none".
  snowflake: (text) => /^(0|\d{17,20})$/.test(text),
  nonce: () => true,
};

/**
 * The schemas inside one document (an OpenAPI description), each named by its JSON pointer. Ajv says what is valid; what
 * is added here are readable complaints about unions, and the search for properties that no matching schema knows.
 */
export class JsonSchemas {
  readonly #document: unknown;
  readonly #ajv: Ajv2020;
  readonly #whole = new Map<string, ValidateFunction>();
  readonly #own = new Map<string, ValidateFunction>();

  constructor(document: object) {
    this.#document = document;
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
    for (const [name, validate] of Object.entries(FORMATS)) this.#ajv.addFormat(name, { type: 'string', validate });
    const whole = (value: number): boolean => Number.isInteger(value);
    this.#ajv.addFormat('int32', { type: 'number', validate: (value) => whole(value) && Math.abs(value) <= 2 ** 31 });
    this.#ajv.addFormat('int64', { type: 'number', validate: whole });
    this.#ajv.addFormat('double', { type: 'number', validate: Number.isFinite });
    this.#ajv.addSchema({ ...document, $id: 'description' });
  }

  /** The schema or other part at a pointer such as `/components/schemas/MessageResponse`. */
  part(pointer: string): unknown {
    return pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((place, key) => (place as Schema | undefined)?.[key], this.#document);
  }

  /** What is wrong with the value; also properties that the description does not know. */
  complaints(pointer: string, value: unknown): Complaint[] {
    return [...this.#wrong(pointer, value, ''), ...this.#unknown([pointer], value, '')];
  }

  /** The pointer without references: what a `$ref` at its end leads to. */
  resolve(pointer: string): string {
    const ref = (this.part(pointer) as Schema | undefined)?.['$ref'];
    return typeof ref === 'string' ? this.resolve(ref.replace(/^#/, '')) : pointer;
  }

  #isValid(pointer: string, value: unknown): boolean {
    const known = this.#whole.get(pointer);
    const validate = known ?? this.#ajv.compile({ $ref: `description#${encodeURI(pointer)}` });
    this.#whole.set(pointer, validate);
    return validate(value);
  }

  #wrong(from: string, value: unknown, at: string): Complaint[] {
    if (this.#isValid(from, value)) return [];
    const pointer = this.resolve(from);
    const schema = this.part(pointer) as Schema;
    const found = [
      ...this.#wrongItself(pointer, value, at),
      ...branches(schema, 'allOf', pointer).flatMap((part) => this.#wrong(part, value, at)),
      ...(['oneOf', 'anyOf'] as const).flatMap((kind) => this.#wrongUnion({ schema, pointer, kind }, value, at)),
      ...entriesOf(value).flatMap(([key, inner]) =>
        childPointers(schema, pointer, key, Array.isArray(value)).flatMap((child) =>
          this.#wrong(child, inner, `${at}/${key}`),
        ),
      ),
    ];
    return found.length > 0 ? found : [{ at, message: 'is not what the description says' }];
  }

  #wrongItself(pointer: string, value: unknown, at: string): Complaint[] {
    const known = this.#own.get(pointer);
    const schema = this.part(pointer) as Schema;
    const own = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !LEADING.has(keyword)));
    const validate = known ?? this.#ajv.compile(own);
    this.#own.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ message = '', params }) => {
      const allowed = (params as { allowedValues?: unknown[] }).allowedValues;
      return { at, message: allowed ? `${message}: ${allowed.join(', ')}` : message };
    });
  }

  #wrongUnion(
    union: { readonly schema: Schema; readonly pointer: string; readonly kind: 'oneOf' | 'anyOf' },
    value: unknown,
    at: string,
  ): Complaint[] {
    const all = branches(union.schema, union.kind, union.pointer);
    if (all.length === 0) return [];
    const fitting = all.filter((branch) => this.#isValid(branch, value));
    if (fitting.length === 1 || (fitting.length > 1 && union.kind === 'anyOf')) return [];
    if (fitting.length > 1) return [{ at, message: `fits ${fitting.length} alternatives, and only one is allowed` }];
    const [nearest] = all
      .map((branch) => this.#wrong(branch, value, at))
      .toSorted((a, b) => a.length - b.length || depth(b) - depth(a));
    return nearest ?? [];
  }

  /** Properties of the value that none of the schemas that apply to it names. */
  #unknown(pointers: readonly string[], value: unknown, at: string): Complaint[] {
    if (typeof value !== 'object' || value === null) return [];
    const applying = pointers.flatMap((pointer) => this.#applying(pointer, value));
    const describes = applying.some((pointer) => {
      const schema = this.part(pointer) as Schema;
      return schema['properties'] !== undefined || schema['items'] !== undefined;
    });
    return entriesOf(value).flatMap(([key, inner]) => {
      const children = applying.flatMap((pointer) =>
        childPointers(this.part(pointer) as Schema, pointer, key, Array.isArray(value)),
      );
      if (children.length > 0) return this.#unknown(children, inner, `${at}/${key}`);
      return describes ? [{ at: `${at}/${key}`, message: 'is not in the description' }] : [];
    });
  }

  /** The schemas that say something about this very value, references and unions followed. */
  #applying(from: string, value: unknown): string[] {
    const pointer = this.resolve(from);
    const schema = this.part(pointer) as Schema;
    const inUnions = (['oneOf', 'anyOf'] as const)
      .flatMap((kind) => branches(schema, kind, pointer))
      .filter((branch) => this.#isValid(branch, value));
    return [
      pointer,
      ...[...branches(schema, 'allOf', pointer), ...inUnions].flatMap((part) => this.#applying(part, value)),
    ];
  }
}

const depth = (complaints: readonly Complaint[]): number =>
  Math.max(0, ...complaints.map(({ at }) => at.split('/').length));

function branches(schema: Schema, kind: 'allOf' | 'oneOf' | 'anyOf', pointer: string): string[] {
  const list = schema[kind];
  return Array.isArray(list) ? list.map((_, index) => `${pointer}/${kind}/${index}`) : [];
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function childPointers(schema: Schema, pointer: string, key: string, isList: boolean): string[] {
  if (isList) return schema['items'] === undefined ? [] : [`${pointer}/items`];
  const properties = schema['properties'] as Schema | undefined;
  if (properties && Object.hasOwn(properties, key)) {
    return [`${pointer}/properties/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`];
  }
  return typeof schema['additionalProperties'] === 'object' ? [`${pointer}/additionalProperties`] : [];
}
