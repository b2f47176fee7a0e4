import type { Clock } from './clock.ts';

/** `off` means that nobody configured it: no fault. `degraded`: works, with a restriction that `detail` tells. */
export type ServiceState = 'starting' | 'on' | 'degraded' | 'down' | 'off';

export interface ServiceHealth {
  readonly name: string;
  readonly state: ServiceState;
  readonly since: Date;
  /** One sentence for the operator; no secrets. */
  readonly detail: string;
}

/** Knows how each service is and since when. Adapters tell it; `/status` and `/health` ask it. */
export class HealthBoard {
  readonly #clock: Clock;
  readonly #services = new Map<string, ServiceHealth>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `since` changes only with the state, so a service that repeats itself keeps its age. */
  tell(name: string, state: ServiceState, detail: string): void {
    const before = this.#services.get(name);
    const since = before?.state === state ? before.since : this.#clock.now();
    this.#services.set(name, { name, state, since, detail });
  }

  of(name: string): ServiceHealth | null {
    return this.#services.get(name) ?? null;
  }

  all(): readonly ServiceHealth[] {
    return [...this.#services.values()];
  }
}
