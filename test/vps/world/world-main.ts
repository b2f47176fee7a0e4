/**
 * The outside world of a box, inside the lab's network: its name server, the way to the package registries, the mirror of
 * Node, and the sandbox as Discord and Linear. The ACME server is a program of its own.
 */
import { appendFileSync, createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import { join, normalize } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { startControl } from '../../../sandbox/control.ts';
import { openHouse } from '../../../sandbox/house.ts';
import { ADDRESSES, DOMAIN, NAMES, SANDBOX_PORTS } from '../lab/addresses.ts';
import { serveDns } from './dns.ts';
import { join as joinSockets, relay } from './pipes.ts';

const [socketsDir = '', pkiDir = '', nodeMirror = '', npmHost = '', ready = '', dnsLog = ''] = process.argv.slice(2);

const names = {
  [NAMES.box]: { v4: ADDRESSES.box, v6: ADDRESSES.box6 },
  [`www.${DOMAIN}`]: { v4: ADDRESSES.box, v6: ADDRESSES.box6 },
  [NAMES.elsewhere]: { v4: ADDRESSES.otherGuest },
  [NAMES.debianMirror]: { v4: ADDRESSES.debianMirror },
  [NAMES.acme]: { v4: ADDRESSES.acme },
  [NAMES.nodeMirror]: { v4: ADDRESSES.nodeMirror },
  [npmHost]: { v4: ADDRESSES.npmRegistry },
};

const identity = { key: readFileSync(join(pkiDir, 'world.key')), cert: readFileSync(join(pkiDir, 'world.crt')) };

serveDns(names, ADDRESSES.gateway, (asked) => appendFileSync(dnsLog, `${new Date().toISOString()} ${asked}\n`));
relay({ host: ADDRESSES.debianMirror, port: 80 }, { path: join(socketsDir, 'debian.sock') });
createTlsServer(identity, (client) => joinSockets(client, connect({ path: join(socketsDir, 'npm.sock') }))).listen(
  443,
  ADDRESSES.npmRegistry,
);
createHttpsServer(identity, (request, response) => {
  const file = join(nodeMirror, normalize(new URL(request.url ?? '/', 'https://mirror').pathname));
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-length': found.size });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}).listen(443, ADDRESSES.nodeMirror);

const house = await openHouse({
  discord: { port: SANDBOX_PORTS.discord },
  linear: { port: SANDBOX_PORTS.linear },
});
await startControl({ discord: house.discord, faults: house.faults, port: SANDBOX_PORTS.control });
for (const port of Object.values(SANDBOX_PORTS)) {
  relay({ path: join(socketsDir, `sandbox-${port}.sock`) }, { host: '127.0.0.1', port });
}
writeFileSync(ready, `${process.pid}\n`);
