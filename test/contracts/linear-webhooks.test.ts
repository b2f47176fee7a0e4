import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLOutputType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { startLinear } from '../../sandbox/linear/start-linear.ts';
import { memoryRecorder } from '../../sandbox/record.ts';
import { startWebhooks } from '../../sandbox/webhooks/start-webhooks.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { stableUuid } from '../../src/shared/ids.ts';
import { data } from '../asking-linear.ts';
import { LINEAR_SCHEMA, officialFile } from './official-file.ts';

/** What the sandbox's Linear sends to webhooks, against the types of webhooks in Linear's own schema. */
const file = officialFile(LINEAR_SCHEMA.name, {
  check: "the webhooks of the sandbox's Linear were not held against Linear's own schema",
  from: LINEAR_SCHEMA.from,
});

type Body = Readonly<Record<string, unknown>>;

let bodies: readonly Body[] = [];

beforeAll(async () => {
  const recorder = memoryRecorder();
  const linear = await startLinear();
  const secrets = { linear: 'secret', github: 'secret', vercel: 'secret' };
  // Nobody listens there; what would have been sent is recorded all the same.
  const address = () => 'http://127.0.0.1:1';
  const webhooks = startWebhooks({ linear, recorder, clock: systemClock, address, secrets });
  for (const line of [
    'linear:issue.create team:ENG label:Bug priority:high assignee:deepa state:"In Progress"',
    'linear:issue.update issue:ENG-130 assignee:nobody priority:urgent label:Docs title:"Another title"',
    'linear:issue.update issue:ENG-130 state:Done',
    'linear:comment.create issue:ENG-130',
    'linear:issue.block issue:ENG-130',
    'linear:issue.remove issue:ENG-130',
    'linear:cycle.update',
    'linear:project.update',
  ])
    webhooks.fire(line);
  const team = linear.workspace.teams[0]?.id ?? '';
  await data(linear, `mutation { issueLabelCreate(input: { teamId: "${team}", name: "new" }) { success } }`);
  const link = `issueId: "ENG-131", url: "https://discord.com/channels/1/2/3", id: "${stableUuid('link')}"`;
  for (const title of ['First', 'Second'])
    await data(linear, `mutation { attachmentCreate(input: { ${link}, title: "${title}" }) { success } }`);
  await webhooks.close();
  await linear.close();
  bodies = recorder.exchanges.flatMap(({ service, requestBody }) =>
    service === 'webhooks' ? [requestBody as Body] : [],
  );
});

describe.skipIf(!file.isThere)("the webhooks of the sandbox's Linear, against Linear's schema", () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    schema = buildSchema(readFileSync(file.path, 'utf8'));
  });

  const typeNamed = (name: string): GraphQLOutputType => {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`Linear has no type ${name}.`);
    return type;
  };

  it('are of all kinds', () => {
    const kinds = new Set(bodies.map((body) => `${String(body['type'])}.${String(body['action'])}`));
    expect([...kinds].toSorted()).toEqual([
      'Attachment.create',
      'Attachment.update',
      'Comment.create',
      'Cycle.update',
      'Issue.create',
      'Issue.remove',
      'Issue.update',
      'IssueLabel.create',
      'Project.update',
    ]);
  });

  it('have exactly the fields that Linear has, with values of its types', () => {
    const problems = bodies.flatMap((body) => {
      const { data: found, actor, updatedFrom, ...envelope } = body;
      const type = `${String(body['type'])}WebhookPayload`;
      return [
        ...differences(envelope, {
          type: typeNamed('EntityWebhookPayload'),
          at: 'body',
          left: ['data', 'actor', 'updatedFrom'],
        }),
        ...differences(actor, { type: typeNamed('UserActorWebhookPayload'), at: 'actor' }),
        ...differences(found, { type: typeNamed(type), at: type }),
        ...Object.entries((updatedFrom ?? {}) as Body).flatMap(([name, value]) => {
          const field = (typeNamed(type) as { getFields(): Record<string, unknown> }).getFields()[name];
          // What was not there before is null here, also where it must be there now.
          return field === undefined
            ? [`${type}.updatedFrom.${name}: is not a field`]
            : value === undefined
              ? ['undefined']
              : [];
        }),
      ];
    });
    expect([...new Set(problems)]).toEqual([]);
  });

  it('are compared by a check that sees what is wrong', () => {
    const state = { id: 'a', name: 'Todo', type: 'unstarted', extra: 1 };
    const look = { type: typeNamed('WorkflowStateChildWebhookPayload'), at: 'state' };
    expect(differences(state, look)).toEqual(['state.color: is missing', 'state.extra: is not a field']);
    expect(differences({ ...state, color: 1 }, look)).toContain('state.color: 1 is no String');
  });
});

interface Look {
  readonly type: GraphQLOutputType;
  readonly at: string;
  /** Fields that stand elsewhere. */
  readonly left?: readonly string[];
}

function differences(value: unknown, { type, at, left = [] }: Look): string[] {
  if (isNonNullType(type)) {
    return value === undefined || value === null
      ? [`${at}: is missing`]
      : differences(value, { type: type.ofType, at, left });
  }
  if (value === undefined) return [];
  if (value === null) return [`${at}: is null, which Linear leaves out`];
  if (isListType(type)) {
    if (!Array.isArray(value)) return [`${at}: is no list`];
    return value.flatMap((one) => differences(one, { type: type.ofType, at: `${at}[]` }));
  }
  if (isLeafType(type)) return leafDifferences(value, type.name, at);
  if (!isObjectType(type)) return [`${at}: cannot be compared`];
  const fields = Object.values(type.getFields()).filter(({ name }) => !left.includes(name));
  const known = new Set(fields.map(({ name }) => name));
  const strange = Object.keys(value as Body).filter((name) => !known.has(name));
  return [
    ...fields.flatMap((field) =>
      differences((value as Body)[field.name], { type: field.type, at: `${at}.${field.name}` }),
    ),
    ...strange.map((name) => `${at}.${name}: is not a field`),
  ];
}

function leafDifferences(value: unknown, name: string, at: string): string[] {
  const fits: Readonly<Record<string, (one: unknown) => boolean>> = {
    String: (one) => typeof one === 'string',
    Boolean: (one) => typeof one === 'boolean',
    Float: (one) => typeof one === 'number',
    DateTime: (one) => typeof one === 'string' && !Number.isNaN(Date.parse(one)),
    JSONObject: (one) => typeof one === 'object',
  };
  const check = fits[name];
  if (!check) return [`${at}: ${name} is not compared`];
  return check(value) ? [] : [`${at}: ${JSON.stringify(value)} is no ${name}`];
}
