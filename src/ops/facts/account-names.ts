import { readFileSync } from 'node:fs';

/** Names of users and groups, as the files of the system have them. */
export interface AccountNames {
  userName(uid: number): string;
  groupName(gid: number): string;
  /** Undefined when there is no such user. */
  uid(name: string): number | undefined;
  gid(name: string): number | undefined;
}

/** Reads them anew: setup itself adds users. */
export function readAccountNames(): AccountNames {
  const users = idsByName('/etc/passwd');
  const groups = idsByName('/etc/group');
  const nameOf = (table: ReadonlyMap<string, number>, id: number): string =>
    [...table].find(([, other]) => other === id)?.[0] ?? String(id);
  return {
    userName: (uid) => nameOf(users, uid),
    groupName: (gid) => nameOf(groups, gid),
    uid: (name) => users.get(name),
    gid: (name) => groups.get(name),
  };
}

/** `name:x:id:…`, one a line (passwd(5), group(5)). */
function idsByName(path: string): ReadonlyMap<string, number> {
  return new Map(
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => fields.length > 2)
      .map(([name = '', , id = '']) => [name, Number(id)]),
  );
}
