import { expect, it } from 'vitest';
import { parseEnvironmentFile } from './system-environment.ts';

it('reads what pam_env reads, and nothing else', () => {
  const text = `# proxies of the house
https_proxy=http://proxy.example.org:3128
 export NO_PROXY="localhost, .example.org"  # ours
NODE_EXTRA_CA_CERTS='/etc/ssl/certs/ca certificates.crt'
EMPTY=
no value here
2BAD=name
`;
  expect(parseEnvironmentFile(text)).toEqual({
    https_proxy: 'http://proxy.example.org:3128',
    NO_PROXY: 'localhost, .example.org',
    NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca certificates.crt',
    EMPTY: '',
  });
});
