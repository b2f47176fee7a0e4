const WIDTH = 100;

/** Wraps at spaces and indents every line. Long words (paths, URLs) stay whole, so that they can be copied. */
export function wrap(text: string, indent: string, firstIndent = indent): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let current = '';
    for (const word of paragraph.split(' ')) {
      const wouldBe = current === '' ? word : `${current} ${word}`;
      if (current !== '' && indent.length + wouldBe.length > WIDTH) {
        lines.push(current);
        current = word;
      } else current = wouldBe;
    }
    lines.push(current);
  }
  return lines.map((line, index) => `${index === 0 ? firstIndent : indent}${line}`).join('\n');
}
