import type { BotProcess } from '../bot-process.ts';
import type { HealthView } from './protocol.ts';

/** Where the bot of the demo sits; the chat in the terminal and the page both put a new one there. */
export interface BotSeat {
  bot: BotProcess;
  /** While one bot goes and the next one comes: a second click must not make two. */
  isChanging?: boolean;
}

const STOP_WITHIN_MS = 5_000;

/** Ends the bot: as a deploy does (SIGTERM, and no patience without end), or as a crash (SIGKILL). */
export async function endBot({ child, exited }: BotProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

export function botState({ child }: BotProcess, connections: number): HealthView['bot'] {
  if (child.exitCode !== null || child.signalCode !== null) return 'ended';
  return connections > 0 ? 'running' : 'starting';
}
