import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.ts';

const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', '\r\n', '\r', ';', '🤖', "'") });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });

function write(rows: readonly (readonly string[])[], lineBreak: string): string {
  return rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join(lineBreak);
}

describe('parseCsv', () => {
  it('reads back whatever was written by RFC 4180, with every kind of line break, with and without a last one', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.boolean(),
        (rows, lineBreak, isEnded, hasMark) => {
          const text = `${hasMark ? '\uFEFF' : ''}${write(rows, lineBreak)}${isEnded ? lineBreak : ''}`;
          const { records, problems } = parseCsv(text);
          expect(problems).toEqual([]);
          expect(records.map(({ cells }) => cells)).toEqual(rows);
        },
      ),
    );
  });

  it('tells the line on which each record begins', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const { records } = parseCsv(write(rows, '\n'));
        let line = 1;
        records.forEach((record, index) => {
          expect(record.line).toBe(line);
          line += 1 + ((rows[index] ?? []).join(',').match(/\r\n|\r|\n/g)?.length ?? 0);
        });
      }),
    );
  });

  it('ends for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') }), (text) => {
        expect(parseCsv(text).records.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('reads cells without quotation marks, and leaves empty lines out', () => {
    expect(parseCsv('a,b\n\n1, x "y" ,\r\n').records).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['1', ' x "y" ', ''] },
    ]);
  });

  it('says where a quotation mark is never closed, and where text follows one', () => {
    expect(parseCsv('a,b\n1,"open\nand\n').problems).toEqual([
      { line: 2, problem: 'a quotation mark opens here and is never closed' },
    ]);
    expect(parseCsv('a,b\n"1"x,2').problems).toEqual([
      { line: 2, problem: 'there is text between a closing quotation mark and the next comma' },
    ]);
  });
});
