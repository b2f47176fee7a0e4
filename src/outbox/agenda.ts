/** Which lanes are to be looked at, and when; the one that has waited longest comes first. */
export class Agenda {
  /** Milliseconds since 1970, by lane. */
  readonly #dueAt = new Map<string, number>();
  readonly #busy = new Set<string>();

  /** Something was added to it, or it is free again. */
  now(lane: string): void {
    if (!this.#dueAt.has(lane)) this.#dueAt.set(lane, 0);
    else if (this.#dueAt.get(lane) !== 0) this.#move(lane, 0);
  }

  later(lane: string, at: Date): void {
    this.#move(lane, at.getTime());
  }

  forget(lane: string): void {
    this.#dueAt.delete(lane);
  }

  /** It is being said something: not looked at until `free`. */
  take(lane: string): void {
    this.#busy.add(lane);
    this.#dueAt.delete(lane);
  }

  free(lane: string): void {
    this.#busy.delete(lane);
    this.#move(lane, 0);
  }

  get busy(): number {
    return this.#busy.size;
  }

  /** At most `limit` lanes that can be looked at now. */
  due(now: Date, limit: number): readonly string[] {
    const lanes: string[] = [];
    for (const [lane, at] of this.#dueAt) {
      if (lanes.length >= limit) break;
      if (at <= now.getTime() && !this.#busy.has(lane)) lanes.push(lane);
    }
    return lanes;
  }

  /** When the next lane is due; null: none is. */
  nextAt(): number | null {
    let next: number | null = null;
    for (const [lane, at] of this.#dueAt) if (!this.#busy.has(lane) && (next === null || at < next)) next = at;
    return next;
  }

  #move(lane: string, at: number): void {
    this.#dueAt.delete(lane);
    this.#dueAt.set(lane, at);
  }
}
