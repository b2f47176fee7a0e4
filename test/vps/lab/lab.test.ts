import { describe, expect, it } from 'vitest';
import { inside, throughInit } from '../box/leader.ts';
import { sshCommand } from '../box/ssh.ts';
import { answerQuestion } from '../world/dns.ts';
import { networkUp } from './network.ts';
import { cachePlaces, isLabName, labPlaces } from './places.ts';
import { debianArchives } from './registries.ts';

const lab = labPlaces('/var/cache/x', 'a');
const cache = cachePlaces('/var/cache/x');

describe('the private network', () => {
  it('has no route to anywhere', () => {
    const words = networkUp('vps-a').flat();
    expect(words).not.toContain('route');
    expect(words).not.toContain('veth');
    expect(words).toContain('198.51.100.1/24');
    expect(words).not.toContain('198.51.100.80/24');
  });

  it.each([
    ['a', true],
    ['ready-2', true],
    ['A', false],
    ['../x', false],
    ['a'.repeat(21), false],
  ])('takes the name %s: %s', (name, isGood) => {
    expect(isLabName(name)).toBe(isGood);
  });
});

describe('a command in a box', () => {
  it('can never set the clock of the machine, even as a control command', () => {
    expect(inside(42, ['date']).join(' ')).toMatch(/setpriv --bounding-set=-sys_time,/);
  });

  it('runs under the box’s own init when something is tested with it', () => {
    expect(throughInit(42, ['id']).slice(-3)).toEqual(['--setenv=HOME=/root', '--', 'id']);
  });

  it('reaches the shell as it was written: systemd would put in variables of its own', () => {
    expect(throughInit(42, ['bash', '-c', 'for i in $(seq 3); do echo "$i"; done']).at(-1)).toBe(
      'for i in $$(seq 3); do echo "$$i"; done',
    );
  });

  it('over ssh starts in the lab, from the address that it is told', () => {
    expect(sshCommand(lab, cache, { user: 'devrel', from: '198.51.100.103', port: 2222 }, ['id'])).toMatchObject(
      expect.arrayContaining(['--net=/run/netns/vps-a', '198.51.100.103', '2222', 'devrel@198.51.100.80', 'id']),
    );
  });

  it('over ssh with a password offers no key, and never shows the password', () => {
    const words = sshCommand(lab, cache, { password: 'secret-word' }, ['id']);
    expect(words).not.toContain('-i');
    expect(words.join(' ')).not.toContain('secret-word');
  });
});

describe('the archives of Debian', () => {
  it('are found in the new format, without what is commented out', () => {
    const sources = `Types: deb\n# http://old.example/debian\nURIs: http://deb.example/debian\n\nURIs: http://deb.example/debian-security\n`;
    expect(debianArchives(sources)).toEqual({
      debian: new URL('http://deb.example/debian/'),
      security: new URL('http://deb.example/debian-security/'),
    });
  });

  it('are found in the old format, and the one for security beside the other one', () => {
    expect(debianArchives('deb [signed-by=/x] https://deb.example/debian/ bookworm main\n').security.href).toBe(
      'https://deb.example/debian-security/',
    );
  });

  it('are missing with a sentence', () => {
    expect(() => debianArchives('')).toThrow('knows no Debian archive');
  });
});

describe('the name server', () => {
  const question = (name: string, type: number): Buffer => {
    const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
    const head = Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
    return Buffer.concat([head, ...labels, Buffer.from([0, 0, type, 0, 1]), Buffer.from('additional record')]);
  };
  const names = { 'a.test': { v4: '198.51.100.80', v6: '2001:db8::80' }, 'b.test': { v4: '198.51.100.4' } };

  it('answers with the address', () => {
    const answered = answerQuestion(names, question('A.test', 1));
    expect(answered?.asked).toBe('a.test 1 198.51.100.80');
    expect(answered?.reply.subarray(-4)).toEqual(Buffer.from([198, 51, 100, 80]));
    expect(answered?.reply.readUInt16BE(0)).toBe(0x1234);
    expect(answered?.reply.readUInt16BE(6)).toBe(1);
  });

  it('answers with sixteen bytes when asked for IPv6', () => {
    expect(answerQuestion(names, question('a.test', 28))?.reply.subarray(-16).toString('hex')).toBe(
      '20010db8000000000000000000000080',
    );
  });

  it.each([
    ['b.test', 28, 'b.test 28 no such record', 0],
    ['c.test', 1, 'c.test 1 NXDOMAIN', 3],
  ])('says of %s %i: %s', (name, type, asked, code) => {
    const answered = answerQuestion(names, question(name, type));
    expect(answered?.asked).toBe(asked);
    expect((answered?.reply.readUInt16BE(2) ?? 0) & 0xf).toBe(code);
  });

  it('does not fall over what is no question', () => {
    expect(answerQuestion(names, Buffer.from('nonsense'))).toBeNull();
    expect(answerQuestion(names, Buffer.alloc(40, 0x3f))).toBeNull();
  });
});
