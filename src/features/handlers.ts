import type { EventHandler } from '../ports/effects.ts';

/** Who answers to which events, in the order in which their messages are sent. Each feature adds its own. */
export const HANDLERS: readonly EventHandler[] = [];
