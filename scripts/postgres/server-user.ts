import { readFileSync } from "node:fs";

/** Whom the server runs as. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; these accounts exist where that matters, the best first. */
const UNPRIVILEGED = ["postgres", "nobody"];

/** Chooses whom the server runs as: `undefined` means ourselves. */
export function chooseServerUser(ownUid: number, passwd: string): ServerUser | undefined {
  if (ownUid !== 0) return undefined;
  const accounts = passwd.split("\n").map((line) => line.split(":"));
  for (const name of UNPRIVILEGED) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`PostgreSQL does not run as root and there is no user ${UNPRIVILEGED.join(" or ")}.`);
}

/** Whom the server runs as on this machine. */
export function serverUser(): ServerUser | undefined {
  const uid = process.getuid?.() ?? 1;
  return chooseServerUser(uid, uid === 0 ? readFileSync("/etc/passwd", "utf8") : "");
}
