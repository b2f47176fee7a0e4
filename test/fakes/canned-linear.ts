import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the canned Linear saw of a request. */
export interface CannedRequest {
  /** Name of the operation. */
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
}

/** What it does: answers with data, with errors in Linear's shape, with anything at all, or misbehaves. */
export type CannedReply =
  | { readonly data: unknown; readonly headers?: Record<string, string>; readonly delayMs?: number }
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  | { readonly drop: true }
  | { readonly hang: true };

export interface CannedLinear {
  readonly url: string;
  readonly requests: CannedRequest[];
  /** Names of the operations, in order. */
  names(): readonly string[];
  close(): Promise<void>;
}

/** For tests: a server on this machine that answers GraphQL requests as `reply` says. */
export async function startCannedLinear(reply: (request: CannedRequest) => CannedReply): Promise<CannedLinear> {
  const requests: CannedRequest[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await read(incoming);
    requests.push(request);
    await answer(reply(request), response);
  };
  const server = createServer((incoming, response) => void handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    requests,
    names: () => requests.map(({ name }) => name),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function read(incoming: IncomingMessage): Promise<CannedRequest> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  const { query, variables = {} } = JSON.parse(text) as { query: string; variables?: Record<string, unknown> };
  return { name: /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '?', query, variables, headers: incoming.headers };
}

async function answer(reply: CannedReply, response: ServerResponse): Promise<void> {
  if ('hang' in reply) return;
  if ('drop' in reply) {
    response.destroy();
    return;
  }
  if ('status' in reply) {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
    return;
  }
  if (reply.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
  const headers = { 'content-type': 'application/json; charset=utf-8', ...reply.headers };
  response.writeHead(200, headers).end(JSON.stringify({ data: reply.data }));
}

/** A refusal in Linear's own shape. */
export function refusal(
  { status = 400, type, code, message }: { status?: number; type: string; code: string; message: string },
  headers: Record<string, string> = {},
): CannedReply {
  const errors = [{ message, extensions: { type, code, userError: true, userPresentableMessage: `${message}.` } }];
  return { status, headers, body: JSON.stringify({ errors, data: null }) };
}

/** Linear limits us with status 400 and this code: https://linear.app/developers/rate-limiting. */
export function rateLimited(headers: Record<string, string> = {}): CannedReply {
  return refusal({ type: 'ratelimited', code: 'RATELIMITED', message: 'Rate limit exceeded' }, headers);
}

/** The only page of a connection. */
export function onePage(nodes: readonly unknown[]): unknown {
  return { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
}

/** The nodes from the number in `after` on, at most `first`: a connection as Linear pages it, with numbers for cursors. */
export function slice(nodes: readonly unknown[], first: number, after: unknown): unknown {
  const start = after === undefined || after === null ? 0 : Number(after);
  const end = Math.min(start + first, nodes.length);
  return {
    nodes: nodes.slice(start, end),
    pageInfo: { hasNextPage: end < nodes.length, endCursor: end > start ? String(end) : null },
  };
}

const TODO = { name: 'Todo', type: 'unstarted', position: 1 };
export const DONE = { name: 'Done', type: 'completed', position: 3 };

/** An issue as others point to it. */
export function cannedRef(number: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  const identifier = `ENG-${number}`;
  const url = `https://linear.app/acme/issue/${identifier}`;
  return { id: `issue-${number}`, identifier, title: `Issue ${number}`, url, trashed: null, state: TODO, ...over };
}

/** An issue of a list. */
export function cannedIssue(number: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...cannedRef(number),
    priority: 2,
    estimate: 3,
    dueDate: '2026-03-20',
    createdAt: '2026-03-01T09:00:00.000Z',
    updatedAt: '2026-03-10T09:00:00.000Z',
    startedAt: null,
    completedAt: null,
    addedToCycleAt: '2026-03-02T09:00:00.000Z',
    team: { key: 'ENG' },
    assignee: { id: 'user-1', name: 'Ada Byron', displayName: 'ada' },
    project: { name: 'Payments' },
    cycle: { id: 'cycle-1', number: 12, name: null },
    labels: onePage([{ name: 'bug' }]),
    inverseRelations: onePage([]),
    ...over,
  };
}

/** A cycle without its team and issues. */
export function cannedCycle(number: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: `cycle-${number}`,
    number,
    name: null,
    startsAt: '2026-03-02T00:00:00.000Z',
    endsAt: '2026-03-16T00:00:00.000Z',
    completedAt: null,
    isActive: false,
    isFuture: false,
    isNext: false,
    isPrevious: false,
    ...over,
  };
}

/** The answer to `Sprint`. */
export function cannedSprint(issues: unknown): unknown {
  const history = {
    scopeHistory: [10, 12],
    completedScopeHistory: [0, 3],
    inProgressScopeHistory: [2, 4],
    issueCountHistory: [5, 6],
    completedIssueCountHistory: [0, 1],
  };
  const team = { id: 'team-1', key: 'ENG', name: 'Engineering' };
  return { cycle: { ...cannedCycle(12, { isActive: true }), ...history, team, issues } };
}
