import { GraphQLError } from 'graphql';
import type { Fault } from '../faults.ts';
import { type ApiResponse, refused } from './api.ts';
import { notAuthenticated, rateLimited } from './errors.ts';
import type { Quota } from './rate-limit.ts';

/** The answer that a `status` fault asks for, in the shape that Linear gives to this status. */
export function faultAnswer(fault: Fault, quota: Quota, now: Date): ApiResponse {
  const status = fault.status ?? 500;
  if (status === 400 || status === 429) return limitAnswer({ fault, status }, quota, now);
  if (status === 401) return refused([notAuthenticated()]);
  if (status === 403) return { ...refused([plain('forbidden', 'FORBIDDEN', 'Forbidden')]), status };
  if (status === 500)
    return { ...refused([plain('internal error', 'INTERNAL_SERVER_ERROR', 'Internal server error')]), status };
  // What stands before Linear's servers answers these itself, and not in JSON.
  const body = `<html><head><title>${status}</title></head><body><h1>Error ${status}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

function limitAnswer({ fault, status }: { fault: Fault; status: number }, quota: Quota, now: Date): ApiResponse {
  const { limit, periodMs } = quota.requests;
  const result = { allowed: false, requested: 1, remaining: 0, duration: periodMs, limit };
  const headers = {
    ...quota.headers(),
    'X-RateLimit-Requests-Remaining': '0',
    'X-RateLimit-Requests-Reset': String(now.getTime() + (fault.retryAfterMs ?? periodMs)),
    // Not documented by Linear, but read by its SDK; only sent when the fault names a time.
    ...(fault.retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(fault.retryAfterMs / 1000)) }),
  };
  return refused([rateLimited(result, 'requests', status)], headers);
}

function plain(type: string, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type, code, userError: false } });
}
