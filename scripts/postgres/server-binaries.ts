import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where Debian and its relatives keep the server binaries, one folder for each major version. */
const DEBIAN_FOLDER = "/usr/lib/postgresql";

/** Finds the folder that holds `initdb` and `postgres`: on the PATH first, then the newest version installed. */
export function findServerBinaries(path = process.env.PATH ?? "", folder = DEBIAN_FOLDER): string | undefined {
  const onPath = path.split(delimiter).filter((entry) => entry !== "");
  return [...onPath, ...versionFolders(folder)].find(hasServer);
}

function versionFolders(folder: string): string[] {
  try {
    const versions = readdirSync(folder).filter((name) => /^\d+$/.test(name));
    return versions.sort((left, right) => Number(right) - Number(left)).map((name) => join(folder, name, "bin"));
  } catch {
    return []; // not such a system
  }
}

function hasServer(folder: string): boolean {
  return ["initdb", "postgres"].every((name) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
