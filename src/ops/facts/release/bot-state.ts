import type { BotState } from '../../plans/release/release-facts.ts';
import { askSocket } from '../ask-socket.ts';

interface Ready {
  readonly status: 'ready' | 'not-ready';
  readonly version: string;
  readonly checks: readonly { readonly name: string; readonly isReady: boolean; readonly detail?: string }[];
}

interface Health {
  readonly services: readonly { readonly name: string; readonly state: string; readonly detail?: string }[];
}

/** Asks `/health/ready`: version, schema and a write to the database. */
export async function readBotState(socket: string): Promise<BotState> {
  const answer = await askSocket<Ready>(socket, '/health/ready');
  if ('trouble' in answer) return { kind: 'silent', why: answer.trouble };
  if (!Array.isArray(answer.checks)) return { kind: 'silent', why: 'it answers something else than /health/ready' };
  const wrong = answer.checks.filter(({ isReady }) => !isReady);
  if (answer.status === 'ready' && wrong.length === 0) return { kind: 'ready', version: answer.version };
  const why = wrong.map(({ name, detail }) => `${name}: ${detail ?? 'not ready'}`).join('; ') || 'it says so';
  return { kind: 'not-ready', version: answer.version, why };
}

/** Whether it owns the gateway; in words otherwise. */
export async function readGatewayState(socket: string): Promise<{ readonly isOurs: boolean; readonly says: string }> {
  const answer = await askSocket<Health>(socket, '/health');
  if ('trouble' in answer) return { isOurs: false, says: answer.trouble };
  const discord = answer.services?.find(({ name }) => name === 'discord');
  return { isOurs: discord?.state === 'on', says: discord?.detail ?? discord?.state ?? 'it says nothing of Discord' };
}
