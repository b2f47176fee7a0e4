import { createInterface } from 'node:readline/promises';

/** Where the operator reads and types. */
export interface Terminal {
  /** A person sits there who can be asked. */
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  say(text: string): void;
  complain(text: string): void;
  /** One line, without its end. */
  ask(question: string): Promise<string>;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    isInteractive: process.stdin.isTTY && process.stdout.isTTY,
    isColoured: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    say: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}

/** A line that tells what is being waited for, and goes when the answer comes. Only for a person at a terminal. */
export function progressLine(terminal: Terminal): { show(text: string): void; clear(): void } {
  let isShown = false;
  const write = (text: string): void => void process.stderr.write(text);
  return {
    show: (text) => {
      if (!terminal.isInteractive) return;
      write(`\r\u001b[K${text}`);
      isShown = true;
    },
    clear: () => {
      if (isShown) write('\r\u001b[K');
      isShown = false;
    },
  };
}
