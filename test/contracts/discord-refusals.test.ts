import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscordDescription } from './discord-openapi.ts';
import { DISCORD_OPENAPI, officialFile } from './official-file.ts';
import { RefusalStage } from './refusal-stage.ts';
import type { Refusal } from './refusals.ts';
import { COMMAND_REFUSALS, REQUEST_REFUSALS } from './refusals-commands.ts';
import { COMPONENT_REFUSALS } from './refusals-components.ts';
import { INTERACTION_REFUSALS } from './refusals-interactions.ts';
import { MESSAGE_REFUSALS } from './refusals-messages.ts';
import { PLACE_REFUSALS } from './refusals-places.ts';

const REFUSALS: readonly Refusal[] = [
  ...MESSAGE_REFUSALS,
  ...COMPONENT_REFUSALS,
  ...PLACE_REFUSALS,
  ...INTERACTION_REFUSALS,
  ...COMMAND_REFUSALS,
  ...REQUEST_REFUSALS,
];

const file = officialFile(DISCORD_OPENAPI.name, {
  check: "the refusals of the sandbox were not held against Discord's schemas of errors",
  from: DISCORD_OPENAPI.from,
});
const description = file.isThere ? new DiscordDescription(file.path) : null;

let stage: RefusalStage;
beforeAll(async () => {
  stage = await RefusalStage.open();
});
afterAll(() => stage.close());

interface ErrorBody {
  readonly code: number;
  readonly message: string;
  readonly errors?: unknown;
}

/** The codes of the errors of a form at a path such as `embeds.0.title`. */
function codesAt(errors: unknown, path: string): string[] {
  const steps = path === '' ? [] : path.split('.');
  const place = steps.reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], errors);
  const list = ((place as Record<string, unknown> | undefined)?.['_errors'] ?? []) as { code: string }[];
  return list.map(({ code }) => code);
}

describe('the sandbox refuses, as Discord does', () => {
  it.each(REFUSALS.map((refusal) => [refusal.name, refusal] as const))('%s', async (_, refusal) => {
    const request = await refusal.ask(stage);
    const before = await stage.state();
    const response = await stage.send(request);
    const body = (await response.json()) as ErrorBody;
    expect({ status: response.status, code: body.code }, JSON.stringify(body)).toEqual({
      status: refusal.status,
      code: refusal.code,
    });
    if (refusal.field !== null) {
      const [path = '', code = ''] = refusal.field.split(' ');
      expect(codesAt(body.errors, path), JSON.stringify(body)).toContain(code);
    }
    expect(description?.errorProblems(body) ?? []).toEqual([]);
    expect(await stage.state()).toBe(before);
  });

  it('in a table where each row has a name of its own and says where its rule stands', () => {
    expect(new Set(REFUSALS.map(({ name }) => name)).size).toBe(REFUSALS.length);
    expect(
      REFUSALS.map(({ source }) => source).filter((source) => !/^(https:|openapi:|stricter:)/.test(source)),
    ).toEqual([]);
    const schemas = REFUSALS.flatMap(({ source }) => (source.startsWith('openapi:') ? [source.slice(8)] : []));
    if (description) expect(schemas.filter((name) => !description.hasSchema(name))).toEqual([]);
  });
});
