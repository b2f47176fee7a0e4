/** A secret in a text: what kind of secret and where, never the secret itself. */
export interface FoundSecret {
  /** For people: `GitHub token`, `private key`. */
  readonly kind: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Looks for passwords, keys and tokens in texts that are about to leave. */
export interface SecretScanner {
  /** Each kind once per line, in the order of the lines; empty when there is none. */
  scan(text: string): Promise<readonly FoundSecret[]>;
}
