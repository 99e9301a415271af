import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean } & Record<string, unknown>} Locked
 * @typedef {Record<string, Locked>} Packages
 */

const DEPENDENCY_FIELDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/**
 * Whether dependencies must be installed: nothing is there, the lockfile has moved on, or a workspace asks for something
 * that the lockfile does not know yet.
 *
 * npm writes `node_modules/.package-lock.json` as the last act of an install, so it is the stamp: it also speaks for
 * installs that somebody made by hand, and an interrupted install leaves none.
 *
 * @param {string} root folder of the repository
 */
export function isOutdated(root) {
  const installedPath = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedPath)) return true;
  const wanted = readPackages(join(root, "package-lock.json"));
  const installed = readPackages(installedPath);
  return differs(wanted, installed) || manifestsDiffer(root, wanted);
}

/**
 * Whether what is installed is not what the lockfile wants. Optional packages may be missing: other platforms' builds are.
 *
 * @param {Packages} wanted
 * @param {Packages} installed
 */
export function differs(wanted, installed) {
  for (const [path, locked] of Object.entries(wanted)) {
    if (path === "") continue;
    const present = installed[path];
    if (present === undefined) {
      if (locked.optional !== true) return true;
    } else if (present.version !== locked.version || present.integrity !== locked.integrity) {
      return true;
    }
  }
  return Object.keys(installed).some((path) => wanted[path] === undefined);
}

/**
 * @param {string} root
 * @param {Packages} wanted
 */
function manifestsDiffer(root, wanted) {
  const own = Object.keys(wanted).filter((path) => !path.includes("node_modules/"));
  return own.some((path) => {
    const manifestPath = join(root, path, "package.json");
    if (!existsSync(manifestPath)) return true;
    const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
    return DEPENDENCY_FIELDS.some((field) => !sameEntries(manifest[field], wanted[path]?.[field]));
  });
}

/**
 * @param {Record<string, string> | undefined} left
 * @param {unknown} right
 */
function sameEntries(left, right) {
  const wanted = Object.entries(left ?? {});
  const known = new Map(Object.entries(/** @type {Record<string, string>} */ (right ?? {})));
  return wanted.length === known.size && wanted.every(([name, range]) => known.get(name) === range);
}

/**
 * @param {string} path
 * @returns {Packages}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages;
}
