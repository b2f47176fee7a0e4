import { describe, expect, it } from 'vitest';
import { openSqlite } from './open-sqlite.ts';

describe('the SQLite of this Node', () => {
  it('is loaded without a warning, and other warnings go on', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', listen);
    const db = await openSqlite(':memory:');
    process.emitWarning('something else');
    await new Promise((resume) => setTimeout(resume, 10));
    process.off('warning', listen);
    expect(warnings).toEqual(['something else']);
    expect(db.prepare('SELECT 1 AS one').get()).toEqual({ one: 1 });
    expect(db.isTransaction).toBe(false);
    db.close();
  });
});
