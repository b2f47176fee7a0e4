import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

export interface FileRights {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A file of whoever runs this: root on a server. */
export function ownRights(mode: number): FileRights {
  return { mode, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

/**
 * Replaces a file in one piece: whoever looks sees the old content or the new one, also after a power cut. It has its
 * owner and mode from its first byte on.
 */
export function writeFileAtomically(path: string, content: string, rights: FileRights): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  const partial = `${path}.onomancer-partial`;
  rmSync(partial, { force: true });
  const fd = openSync(partial, 'wx', 0o600);
  try {
    fchownSync(fd, rights.uid, rights.gid);
    fchmodSync(fd, rights.mode);
    // Not writeSync: that one may write a part only.
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(partial, path);
  syncDirectory(dirname(path));
}

/** Makes names in a directory last: a rename is on disk only when its directory is. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
