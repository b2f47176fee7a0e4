import { readdirSync, readFileSync } from 'node:fs';
import { run } from './run.ts';

/** Where this machine gets its packages from, by its own settings. No address of them stands in the repository. */
export interface Registries {
  /** The Debian archive: what stands before `/dists/…`. */
  readonly debian: URL;
  readonly debianSecurity: URL;
  readonly npm: URL;
  /** The registry that npm asks when nobody says otherwise: the box knows no other. */
  readonly npmDefault: URL;
}

export async function readRegistries(): Promise<Registries> {
  const { debian, security } = debianArchives(aptSources());
  // Settings are left out, so that npm answers with what is built into it.
  const bare = ['env', '-i', `PATH=${process.env['PATH'] ?? ''}`, 'HOME=/nonexistent'];
  const files = ['--userconfig=/nonexistent/user', '--globalconfig=/nonexistent/global'];
  const [own, builtIn] = await Promise.all([
    run(['npm', 'config', 'get', 'registry'], { cwd: '/' }),
    run([...bare, 'npm', 'config', 'get', 'registry', ...files], { cwd: '/' }),
  ]);
  return {
    debian,
    debianSecurity: security,
    npm: new URL(own.out.trim()),
    npmDefault: new URL(builtIn.out.trim()),
  };
}

/** Finds the two archives in the text of apt's sources, in the old and in the new format. */
export function debianArchives(sources: string): { readonly debian: URL; readonly security: URL } {
  const lines = sources.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  const addresses = lines.flatMap(
    (line) => /(?:^URIs:\s*|^deb\s+(?:\[[^\]]*\]\s*)?)(https?:\/\/\S+)/.exec(line)?.[1] ?? [],
  );
  const security = addresses.find((address) => /debian-security\/?$/.test(address));
  const debian = addresses.find((address) => /debian\/?$/.test(address));
  if (debian === undefined) throw new Error('This machine’s apt knows no Debian archive (looked into /etc/apt).');
  return {
    debian: withSlash(debian),
    security: withSlash(security ?? debian.replace(/debian\/?$/, 'debian-security')),
  };
}

function withSlash(address: string): URL {
  return new URL(address.endsWith('/') ? address : `${address}/`);
}

function aptSources(): string {
  const parts = '/etc/apt/sources.list.d';
  const files = readdirSync(parts).filter((name) => /\.(?:list|sources)$/.test(name));
  const texts = files.map((name) => readFileSync(`${parts}/${name}`, 'utf8'));
  try {
    texts.push(readFileSync('/etc/apt/sources.list', 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return texts.join('\n');
}
