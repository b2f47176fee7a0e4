import { z } from 'zod';

/** What a client may send: https://docs.discord.com/developers/events/gateway-events#send-events */

export const frame = z.object({
  op: z.int(),
  d: z.unknown().optional(),
  s: z.unknown().optional(),
  t: z.unknown().optional(),
});

export const heartbeat = z.int().nullable();

export const identify = z.object({
  token: z.string(),
  intents: z.int(),
  properties: z.object({ os: z.string(), browser: z.string(), device: z.string() }),
  compress: z.boolean().optional(),
  large_threshold: z.int().min(50).max(250).optional(),
  shard: z.tuple([z.int(), z.int()]).optional(),
  presence: z.unknown().optional(),
});

export const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });

export const requestMembers = z.object({
  guild_id: z.string(),
  query: z.string().optional(),
  limit: z.int().optional(),
  user_ids: z.union([z.string(), z.array(z.string())]).optional(),
  presences: z.boolean().optional(),
  nonce: z.string().optional(),
});

export type Identify = z.output<typeof identify>;
export type Resume = z.output<typeof resume>;
export type RequestMembers = z.output<typeof requestMembers>;

/** Opcodes that a client may send and that need no answer here: presence, voice, soundboard, channel info. */
export const SILENT_OPCODES: ReadonlySet<number> = new Set([3, 4, 31, 43]);
