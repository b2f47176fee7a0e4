/** Something could not be looked at: why, and what to do about it. Not a fault of what was to be looked at. */
export class CannotLook extends Error {
  readonly todo: string;

  constructor(why: string, todo: string) {
    super(why);
    this.name = 'CannotLook';
    this.todo = todo;
  }
}

/** Only root sees some things; saying so is better than calling them missing. */
export function needRoot(what: string): void {
  if (process.getuid?.() !== 0) throw new CannotLook(`only root sees ${what}`, 'sudo onomancer doctor');
}
