import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

function countTypeScript(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).length;
}

/**
 * Doubts a green run of dependency-cruiser that saw fewer modules than there are files: without a TypeScript that has
 * a JavaScript API (TypeScript 7 has none) it skips every `.ts` file and reports no violations.
 */
export function countModules(root: string, folders: readonly string[]): (output: string) => string | null {
  return (output) => {
    const files = folders.reduce((sum, folder) => sum + countTypeScript(join(root, folder)), 0);
    const seen = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0);
    return seen >= files && seen > 0 ? null : `dependency-cruiser saw ${seen} modules, but there are ${files} files.`;
  };
}
