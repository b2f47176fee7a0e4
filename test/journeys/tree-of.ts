import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every file and directory below `root`, one line each, with what would show a change: mode, size, times, content. */
export function treeOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => {
      const { mode, size, mtimeMs } = lstatSync(path);
      const isFile = lstatSync(path).isFile();
      const content = isFile ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12) : 'directory';
      return `${relative(root, path)} ${mode.toString(8)} ${isFile ? size : '-'} ${mtimeMs} ${content}`;
    });
}

/** The files below `root` that contain the text, whatever kind of file they are. */
export function filesWith(root: string, text: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text))
    .map((path) => relative(root, path));
}
