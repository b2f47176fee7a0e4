import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/secret.ts';
import { sealedWith } from './sealed-text.ts';

const seal = sealedWith(new Secret('a-token'));

describe('a sealed text', () => {
  it('opens with the same token, also in another process, and shows nothing of itself', () => {
    const text = JSON.stringify({ content: 'ünïcode 🦞 hunter2'.repeat(50) });
    const closed = seal.close(text);
    expect(sealedWith(new Secret('a-token')).open(closed)).toBe(text);
    expect(closed).not.toContain('hunter2');
    expect(seal.close(text)).not.toBe(closed);
  });

  it('stays closed for another token and when it was changed', () => {
    const closed = seal.close('text');
    expect(() => sealedWith(new Secret('another')).open(closed)).toThrow('authenticate');
    expect(() => seal.open(`${closed.slice(0, -6)}AAAAAA`)).toThrow('authenticate');
    expect(() => seal.open('sealed1:')).toThrow('nvalid');
  });

  it('of an older version was not sealed', () => {
    expect(seal.open('{"id":"1"}')).toBe('{"id":"1"}');
  });
});
