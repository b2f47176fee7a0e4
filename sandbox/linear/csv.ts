/** One record of a CSV file; `line` is where it begins, 1 for the first. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvProblem {
  readonly line: number;
  readonly problem: string;
}

/**
 * Reads comma-separated text by RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180): quoted cells may hold commas, line
 * breaks and doubled quotes; lines end with CRLF, LF or CR. A byte order mark is skipped, as are lines without anything.
 */
export function parseCsv(text: string): {
  readonly records: readonly CsvRecord[];
  readonly problems: readonly CsvProblem[];
} {
  return new CsvReader(text.startsWith('\uFEFF') ? text.slice(1) : text).read();
}

class CsvReader {
  readonly #text: string;
  readonly #records: CsvRecord[] = [];
  readonly #problems: CsvProblem[] = [];
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  read(): { records: readonly CsvRecord[]; problems: readonly CsvProblem[] } {
    while (this.#at < this.#text.length && this.#problems.length === 0) {
      const line = this.#line;
      const cells = this.#record();
      if (cells.length > 1 || cells[0] !== '') this.#records.push({ line, cells });
    }
    return { records: this.#records, problems: this.#problems };
  }

  #record(): string[] {
    const cells: string[] = [];
    do cells.push(this.#text[this.#at] === '"' ? this.#quoted() : this.#plain());
    while (this.#skip(','));
    this.#endOfLine();
    return cells;
  }

  #plain(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !',\r\n'.includes(this.#text.charAt(this.#at))) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  #quoted(): string {
    const line = this.#line;
    let cell = '';
    this.#at += 1;
    for (;;) {
      const end = this.#text.indexOf('"', this.#at);
      const part = this.#text.slice(this.#at, end < 0 ? undefined : end);
      cell += part;
      this.#line += breaksIn(part);
      if (end < 0) {
        this.#problems.push({ line, problem: 'a quotation mark opens here and is never closed' });
        this.#at = this.#text.length;
        return cell;
      }
      this.#at = end + 1;
      if (!this.#skip('"')) return cell;
      cell += '"';
    }
  }

  #endOfLine(): void {
    if (this.#at >= this.#text.length) return;
    const crlf = this.#skip('\r');
    if (this.#skip('\n') || crlf) {
      this.#line += 1;
      return;
    }
    this.#problems.push({
      line: this.#line,
      problem: 'there is text between a closing quotation mark and the next comma',
    });
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
