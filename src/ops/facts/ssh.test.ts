import { describe, expect, it } from 'vitest';
import { includesDropInsFirst } from './ssh.ts';

describe('includesDropInsFirst', () => {
  it('is true when the drop-ins are read before anything else, whatever the comments', () => {
    expect(includesDropInsFirst('# This is sshd_config\n\nInclude /etc/ssh/sshd_config.d/*.conf\nPort 22\n')).toBe(
      true,
    );
  });

  it.each([
    ['nothing includes them', 'Port 22\n'],
    ['something stands before', 'PasswordAuthentication yes\nInclude /etc/ssh/sshd_config.d/*.conf\n'],
    ['the line is a comment', '# Include /etc/ssh/sshd_config.d/*.conf\n'],
  ])('is false when %s', (_, text) => {
    expect(includesDropInsFirst(text)).toBe(false);
  });
});
