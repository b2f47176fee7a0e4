/**
 * The only process of a lab with a foot in the machine's own network: it fetches packages from the machine's registries
 * and hands them through unix sockets into the lab, which itself has no way out. Packages are kept for the next box.
 */
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Registries, readRegistries } from '../lab/registries.ts';
import { answer, type Upstream } from './package-cache.ts';

const [socketsDir = '', cacheDir = ''] = process.argv.slice(2);

function debian({ debian: archive, debianSecurity }: Registries): Upstream {
  const under = (base: URL, path: string): URL => new URL(path.split('/').slice(2).join('/'), base);
  return {
    cacheDir: join(cacheDir, 'debian'),
    resolve: (path) => {
      if (path.startsWith('/debian/')) return under(archive, path);
      return path.startsWith('/debian-security/') ? under(debianSecurity, path) : null;
    },
  };
}

function npm({ npm: registry, npmDefault }: Registries): Upstream {
  return {
    cacheDir: join(cacheDir, 'npm'),
    resolve: (path) => new URL(path.slice(1), registry),
    rewrite: (text) => text.replaceAll(registry.href, npmDefault.href),
  };
}

function serve(upstream: Upstream, name: string): void {
  const socket = join(socketsDir, name);
  rmSync(socket, { force: true });
  createServer((request: IncomingMessage, response: ServerResponse) => {
    answer(upstream, request, response).catch((error: unknown) => {
      console.error(new Date().toISOString(), request.url, error);
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
  }).listen(socket);
}

const registries = await readRegistries();
serve(debian(registries), 'debian.sock');
serve(npm(registries), 'npm.sock');
console.log('ready');
