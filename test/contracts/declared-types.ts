import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Complaint } from './json-schemas.ts';

/** Where a value is held against a type. */
interface Place {
  readonly type: ts.Type;
  readonly value: unknown;
  readonly at: string;
}

/**
 * The types that a declaration file exports, asked about values at run time: what the compiler would say about the value
 * written as a literal, undeclared properties included.
 */
export class DeclaredTypes {
  readonly #checker: ts.TypeChecker;
  readonly #types = new Map<string, ts.Type>();
  readonly #anchor: ts.SourceFile;

  /** `declarations`: the path of a `.d.ts` file. */
  constructor(declarations: string) {
    const options: ts.CompilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
      skipLibCheck: true,
    };
    const program = ts.createProgram([declarations], options);
    this.#checker = program.getTypeChecker();
    const file = program.getSourceFile(declarations);
    const module = file && this.#checker.getSymbolAtLocation(file);
    if (!file || !module) throw new Error(`${declarations} is no module.`);
    this.#anchor = file;
    for (const exported of this.#checker.getExportsOfModule(module)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? this.#checker.getAliasedSymbol(exported) : exported;
      if (symbol.flags & ts.SymbolFlags.Type)
        this.#types.set(exported.name, this.#checker.getDeclaredTypeOfSymbol(symbol));
    }
  }

  has(typeName: string): boolean {
    return this.#types.has(typeName);
  }

  /** What is wrong with the value as a `typeName`; also properties that the type does not have. */
  complaints(typeName: string, value: unknown): Complaint[] {
    const type = this.#types.get(typeName);
    if (!type) throw new Error(`There is no type ${typeName}.`);
    return this.#check({ type, value, at: '' });
  }

  #check(place: Place): Complaint[] {
    const { type, value, at } = place;
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown) || isCombination(type, value)) return [];
    if (type.isUnion()) return this.#checkUnion(type, value, at);
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.#checkObject(place);
    return isPrimitive(type, value)
      ? []
      : [{ at, message: `is ${shown(value)}, not ${this.#checker.typeToString(type)}` }];
  }

  /** The complaints of the nearest member: of those that the value's own `type` and the like do not rule out. */
  #checkUnion(union: ts.UnionType, value: unknown, at: string): Complaint[] {
    const possible = union.types.filter((type) => !this.#isRuledOut(type, value));
    const all = (possible.length > 0 ? possible : union.types).map((type) => this.#check({ type, value, at }));
    if (typeof value === 'object' && value !== null) return all.toSorted((a, b) => distance(a) - distance(b))[0] ?? [];
    const fits = all.some((complaints) => complaints.length === 0);
    return fits ? [] : [{ at, message: `is ${shown(value)}, not ${this.#checker.typeToString(union)}` }];
  }

  #isRuledOut(type: ts.Type, value: unknown): boolean {
    if (
      typeof value !== 'object' ||
      value === null ||
      !(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
    ) {
      return false;
    }
    return this.#checker.getPropertiesOfType(type).some((property) => {
      const wanted = this.#typeOf(property);
      const given = (value as Readonly<Record<string, unknown>>)[property.name];
      return given !== undefined && (wanted.isStringLiteral() || wanted.isNumberLiteral()) && wanted.value !== given;
    });
  }

  #checkObject({ type, value, at }: Place): Complaint[] {
    if (typeof value !== 'object' || value === null)
      return [{ at, message: `is ${shown(value)}, not an object or list` }];
    if (this.#checker.isTupleType(type)) return this.#checkTuple(type as ts.TupleTypeReference, value, at);
    if (this.#checker.isArrayType(type)) return this.#checkArray(type as ts.TypeReference, value, at);
    if (Array.isArray(value)) return [{ at, message: 'is a list, not an object' }];
    const properties = this.#checker.getPropertiesOfType(type);
    const missing = properties.filter(
      (property) => !Object.hasOwn(value, property.name) && !this.#isOptional(property),
    );
    return [
      ...missing.map(({ name }) => ({ at: `${at}/${name}`, message: 'is missing' })),
      ...Object.entries(value).flatMap(([key, inner]) =>
        this.#checkProperty(type, { key, value: inner, at: `${at}/${key}` }),
      ),
    ];
  }

  #checkProperty(of: ts.Type, { key, value, at }: { key: string; value: unknown; at: string }): Complaint[] {
    const property = this.#checker.getPropertyOfType(of, key);
    if (property) return this.#check({ type: this.#typeOf(property), value, at });
    const index = this.#checker.getIndexInfosOfType(of).find((info) => isKey(info.keyType, key));
    return index ? this.#check({ type: index.type, value, at }) : [{ at, message: 'is not in the type' }];
  }

  #checkTuple(type: ts.TupleTypeReference, value: object, at: string): Complaint[] {
    const types = this.#checker.getTypeArguments(type);
    if (!Array.isArray(value) || value.length < type.target.minLength || value.length > types.length) {
      return [{ at, message: `is not a list of ${types.length}` }];
    }
    return types.flatMap((inner, index) => this.#check({ type: inner, value: value[index], at: `${at}/${index}` }));
  }

  #checkArray(type: ts.TypeReference, value: object, at: string): Complaint[] {
    if (!Array.isArray(value)) return [{ at, message: 'is not a list' }];
    const [inner] = this.#checker.getTypeArguments(type);
    return inner
      ? value.flatMap((one: unknown, index) => this.#check({ type: inner, value: one, at: `${at}/${index}` }))
      : [];
  }

  #typeOf(property: ts.Symbol): ts.Type {
    return this.#checker.getTypeOfSymbolAtLocation(property, this.#anchor);
  }

  #isOptional(property: ts.Symbol): boolean {
    if (property.flags & ts.SymbolFlags.Optional) return true;
    const type = this.#typeOf(property);
    return type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Undefined);
  }
}

/** How far a value is from a type: one of another `type` is far, however few the other differences are. */
const distance = (complaints: readonly Complaint[]): number =>
  complaints.reduce((sum, { at }) => sum + (at.endsWith('/type') ? 100 : 1), 0);

/** The path of the declarations of a module, as Node finds the module. */
export function declarationsOf(module: string): string {
  const code = fileURLToPath(import.meta.resolve(module));
  return join(dirname(code), `${/([^/\\]+)\.[cm]?js$/.exec(code)?.[1]}.d.ts`);
}

/** A number made of the members of an enumeration of bits, or 0; the compiler takes any combination too. */
function isCombination(type: ts.Type, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return false;
  const members = (type.isUnion() ? type.types : [type]).flatMap((one) => (one.isNumberLiteral() ? [one] : []));
  const all = members.reduce((sum, { value: bits }) => sum | BigInt(bits), 0n);
  return members.length > 0 && members.every(isFlag) && (BigInt(value) & ~all) === 0n;
}

function isFlag({ symbol }: ts.Type): boolean {
  const member = symbol as (ts.Symbol & { readonly parent?: ts.Symbol }) | undefined;
  return [member?.name, member?.parent?.name].some((name) => name?.endsWith('Flags') === true);
}

function isPrimitive(type: ts.Type, value: unknown): boolean {
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value === value;
  if (type.flags & ts.TypeFlags.BooleanLiteral)
    return String(value) === (type as ts.Type & { intrinsicName: string }).intrinsicName;
  if (type.flags & ts.TypeFlags.StringLike) return typeof value === 'string';
  if (type.flags & ts.TypeFlags.NumberLike) return typeof value === 'number';
  if (type.flags & ts.TypeFlags.BooleanLike) return typeof value === 'boolean';
  if (type.flags & ts.TypeFlags.Null) return value === null;
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0 && value === undefined;
}

function isKey(keyType: ts.Type, key: string): boolean {
  if (keyType.flags & ts.TypeFlags.NumberLike) return /^\d+$/.test(key);
  return (keyType.flags & ts.TypeFlags.StringLike) !== 0;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
