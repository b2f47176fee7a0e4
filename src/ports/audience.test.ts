import { describe, expect, it } from 'vitest';
import { AUDIENCES, mayUse } from './audience.ts';

describe('who may use what', () => {
  it('grows from everyone to admin', () => {
    const table = AUDIENCES.map((own) => AUDIENCES.map((needed) => Number(mayUse(new Set([own]), needed))).join(''));
    expect(table).toEqual(['1000', '1100', '1110', '1111']);
  });

  it('lets everyone use what is for everyone, also without any audience', () => {
    expect(mayUse(new Set(), 'everyone')).toBe(true);
    expect(mayUse(new Set(), 'stakeholder')).toBe(false);
  });
});
