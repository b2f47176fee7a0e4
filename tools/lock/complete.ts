/** The part of an entry of package-lock.json that matters here. https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json */
export interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];
const LIBC: Readonly<Record<string, string>> = { musl: 'musl', gnu: 'glibc' };
const EXACT_VERSION = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

/** The platform that a package is for, read from its name, as its own package.json would say it. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-_/]/);
  const os = words.filter((word) => OS.includes(word));
  const cpu = words.filter((word) => CPU.includes(word));
  const libc = words.flatMap((word) => LIBC[word] ?? []);
  return { ...(cpu.length > 0 && { cpu }), ...(os.length > 0 && { os }), ...(libc.length > 0 && { libc }) };
}

/** Where Node would look for `name` from the package at `path`, nearest first. */
function places(path: string, name: string): string[] {
  const parents = path.split('/node_modules/');
  const nested = parents.map(
    (_, depth) => `${parents.slice(0, parents.length - depth).join('/node_modules/')}/node_modules/${name}`,
  );
  return [...nested, `node_modules/${name}`];
}

/** Where the lock file lacks `name@version` for the package at `path`, or null when it has it. */
function missingAt(
  packages: LockFile['packages'],
  path: string,
  wanted: { name: string; version: string },
): string | null {
  const found = places(path, wanted.name).find((place) => packages[place] !== undefined);
  if (found === undefined) return `node_modules/${wanted.name}`;
  return packages[found]?.version === wanted.version ? null : `${path}/node_modules/${wanted.name}`;
}

/**
 * The lock file with an entry for every optional dependency that is pinned exactly, and what had to be added. Ranges
 * are left to npm: which version they mean is not written anywhere.
 */
export function completeLock(lock: LockFile): { readonly lock: LockFile; readonly added: readonly string[] } {
  const packages: Record<string, LockEntry> = { ...lock.packages };
  const added: string[] = [];
  for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
    if (path === '') continue;
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const place = EXACT_VERSION.test(version) ? missingAt(packages, path, { name, version }) : null;
      if (place === null) continue;
      packages[place] = { version, ...platformOf(name), ...(dev && { dev }), optional: true };
      added.push(`${name}@${version}`);
    }
  }
  const sorted = Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added };
}
