/**
 * In the network of a box: the sandbox's ports on the box's own loopback address, because the vendors' clients speak plain
 * HTTP to nobody else. It ends with the box's network, and is started again when the box boots.
 */
import { join } from 'node:path';
import { SANDBOX_PORTS } from '../lab/addresses.ts';
import { relay } from './pipes.ts';

const [socketsDir = ''] = process.argv.slice(2);

for (const port of Object.values(SANDBOX_PORTS)) {
  relay({ host: '127.0.0.1', port }, { path: join(socketsDir, `sandbox-${port}.sock`) });
}
