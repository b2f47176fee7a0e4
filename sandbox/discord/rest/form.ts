import { z } from 'zod';
import { SNOWFLAKE_PATTERN } from '../snowflake.ts';
import { type FieldError, invalidForm } from './api-error.ts';

/**
 * Building blocks for request bodies that refuse what Discord refuses, with Discord's codes and sentences
 * (https://docs.discord.com/developers/reference#error-messages). Lengths count code points, as Discord does. Unknown
 * fields are refused as well: Discord ignores most of them silently, so one that we send is always a mistake.
 */

interface Params {
  readonly discord: FieldError;
}

/** A check that fails with one of Discord's field errors. */
export function must<T>(holds: (value: T) => boolean, code: string, message: string) {
  return z.check<T>((context) => {
    if (holds(context.value)) return;
    const params: Params = { discord: { code, message } };
    context.issues.push({ code: 'custom', params: { ...params }, message, input: context.value });
  });
}

const lengthOf = (text: string): number => [...text].length;

/** Text of at most `max` characters. */
export const textUpTo = (max: number) =>
  z.string().check(must((text) => lengthOf(text) <= max, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`));

/** Text of `min` to `max` characters. */
export const textBetween = (min: number, max: number) =>
  z
    .string()
    .check(
      must(
        (text) => lengthOf(text) >= min && lengthOf(text) <= max,
        'BASE_TYPE_BAD_LENGTH',
        `Must be between ${min} and ${max} in length.`,
      ),
    );

/** Text that is trimmed first, then must have 1 to `max` characters. */
export const trimmedText = (max: number) =>
  z
    .string()
    .transform((text) => text.trim())
    .check(must((text) => text.length > 0, 'BASE_TYPE_REQUIRED', 'This field is required'))
    .check(must((text) => lengthOf(text) <= max, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`));

export const listUpTo = <T extends z.ZodType>(item: T, max: number) =>
  z.array(item).check(must((list) => list.length <= max, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`));

export const listBetween = <T extends z.ZodType>(item: T, min: number, max: number) =>
  z
    .array(item)
    .check(
      must(
        (list) => list.length >= min && list.length <= max,
        'BASE_TYPE_BAD_LENGTH',
        `Must be between ${min} and ${max} in length.`,
      ),
    );

export const wholeNumber = (min: number, max: number) =>
  z
    .int()
    .check(must((n) => n >= min, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`))
    .check(must((n) => n <= max, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`));

export const snowflakeId = () =>
  z.string().check(must((text) => SNOWFLAKE_PATTERN.test(text), 'NUMBER_TYPE_COERCE', 'Value is not snowflake.'));

export const oneOf = <const V extends string | number>(values: readonly V[]) =>
  z.custom<V>().check(must((value) => values.includes(value), 'BASE_TYPE_CHOICES', choices(values)));

const choices = (values: readonly (string | number)[]): string => `Value must be one of (${values.join(', ')}).`;

/** A link; Discord takes only these schemes. */
export const link = (max: number, schemes: readonly string[] = ['http', 'https']) =>
  textUpTo(max)
    .check(must((text) => URL.canParse(text), 'URL_TYPE_INVALID_URL', 'Not a well formed URL.'))
    .check(
      must(
        (text) => !URL.canParse(text) || schemes.includes(new URL(text).protocol.slice(0, -1)),
        'URL_TYPE_INVALID_SCHEME',
        `Scheme is not supported. Scheme must be one of (${schemes.map((scheme) => `'${scheme}'`).join(', ')}).`,
      ),
    );

/** A field that may be left out or null. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.nullish();

/** The checked body; throws "Invalid Form Body" with every field that is wrong. */
export function parseForm<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalidForm(parsed.error.issues.flatMap(fieldErrors));
}

function fieldErrors(issue: z.core.$ZodIssue): { path: PropertyKey[]; error: FieldError }[] {
  if (issue.code === 'unrecognized_keys') {
    const error = { code: 'UNKNOWN_FIELD', message: 'The local Discord refuses fields that Discord does not know.' };
    return issue.keys.map((key) => ({ path: [...issue.path, key], error }));
  }
  return [{ path: issue.path, error: fieldError(issue) }];
}

function fieldError(issue: z.core.$ZodIssue): FieldError {
  switch (issue.code) {
    case 'custom':
      return (issue.params as Params | undefined)?.discord ?? { code: 'BASE_TYPE_CONVERSION', message: issue.message };
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
        : typeError(issue.expected);
    case 'invalid_union':
      return {
        code: 'UNION_TYPE_CHOICES',
        message: `Value of field "${issue.discriminator ?? 'type'}" is not one that fits here.`,
      };
    case 'invalid_value':
      return { code: 'BASE_TYPE_CHOICES', message: choices(issue.values.map(String)) };
    default:
      return { code: 'BASE_TYPE_CONVERSION', message: issue.message };
  }
}

function typeError(expected: string): FieldError {
  switch (expected) {
    case 'int':
    case 'number':
      return { code: 'NUMBER_TYPE_COERCE', message: `Value is not ${expected === 'int' ? 'int' : 'float'}.` };
    case 'boolean':
      return { code: 'BOOLEAN_TYPE_CONVERT', message: 'Must be either true or false.' };
    case 'array':
      return { code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' };
    case 'object':
    case 'record':
      return { code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used in a ModelType' };
    default:
      return { code: 'STRING_TYPE_CONVERT', message: 'Could not interpret as string.' };
  }
}
