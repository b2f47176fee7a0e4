import { describe, expect, it } from 'vitest';
import { parseListeners } from './network.ts';

describe('parseListeners', () => {
  it('reads addresses of both families, ports and programs from the output of ss', () => {
    const text = [
      'LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=117,fd=3))',
      'LISTEN 0      511             [::]:80           [::]:*    users:(("nginx",pid=9,fd=7),("nginx",pid=8,fd=7))',
      'LISTEN 0      4096   127.0.0.53%lo:53        0.0.0.0:*',
      'LISTEN 0      4096               *:2222            *:*    users:(("systemd",pid=1,fd=55))',
      '',
    ].join('\n');
    expect(parseListeners(text)).toEqual([
      { address: '0.0.0.0', port: 22, program: 'sshd' },
      { address: '::', port: 80, program: 'nginx' },
      { address: '127.0.0.53', port: 53, program: '' },
      { address: '*', port: 2222, program: 'systemd' },
    ]);
  });
});
