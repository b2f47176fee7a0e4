import { promises, setupTime } from './promises.ts';
import type { Scenario } from './stage.ts';

/** All of them, in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [setupTime, promises];
