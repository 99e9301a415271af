import { existsSync } from "node:fs";

/** The oldest Node that npm's own tools and this launcher run on. */
export const OLDEST_LAUNCHER = [20, 19];
/** The oldest Node that strips types by itself, which our sources need where no Node is brought along. */
export const OLDEST_RUNTIME = [22, 18];

/** Where the published glibc builds of Node look for their loader; a system without it cannot run them. */
const GLIBC_LOADERS = new Map([
  ["x64", "/lib64/ld-linux-x86-64.so.2"],
  ["arm64", "/lib/ld-linux-aarch64.so.1"],
]);
const MUSL_LOADERS = new Map([
  ["x64", "/lib/ld-musl-x86_64.so.1"],
  ["arm64", "/lib/ld-musl-aarch64.so.1"],
]);

/**
 * Says in one sentence why this machine can't run the project, or `undefined` when it can.
 *
 * @param {{ version: string, platform: string, arch: string }} machine as `process` names them
 * @param {{ exists: (path: string) => boolean, glibcVersion: () => string | undefined }} system what else is known
 * @returns {string | undefined}
 */
export function refusalFor(machine, system = ownSystem) {
  if (isOlder(machine.version, OLDEST_LAUNCHER)) {
    return `Joinery needs Node ${OLDEST_LAUNCHER.join(".")} or later and this is Node ${machine.version}: install Node 24 and run the same command again.`;
  }
  if (!bringsNodeAlong(machine)) {
    if (!isOlder(machine.version, OLDEST_RUNTIME)) return undefined;
    return `Joinery needs Node ${OLDEST_RUNTIME.join(".")} or later on ${machine.platform} (${machine.arch}) and this is Node ${machine.version}: install Node 24 and run the same command again.`;
  }
  if (!hasGlibc(machine, system)) {
    return "Joinery needs a Linux with glibc and this one has none (Alpine and others use musl): use a Debian, Ubuntu or Fedora system or image, for example node:24-bookworm-slim.";
  }
  return undefined;
}

/**
 * Whether the lockfile holds a Node for this machine.
 *
 * @param {{ platform: string, arch: string }} machine
 */
export function bringsNodeAlong({ platform, arch }) {
  return platform === "linux" && GLIBC_LOADERS.has(arch);
}

/**
 * Both loaders can be present (Debian has a package `musl`, Alpine has a `gcompat`), so then the running Node decides.
 *
 * @param {{ arch: string }} machine
 * @param {{ exists: (path: string) => boolean, glibcVersion: () => string | undefined }} system
 */
function hasGlibc({ arch }, system) {
  if (!system.exists(GLIBC_LOADERS.get(arch) ?? "")) return false;
  if (!system.exists(MUSL_LOADERS.get(arch) ?? "")) return true;
  return system.glibcVersion() !== undefined;
}

/**
 * @param {string} version
 * @param {number[]} oldest major and minor
 */
function isOlder(version, oldest) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

const ownSystem = {
  exists: existsSync,
  /** @returns {string | undefined} */
  glibcVersion() {
    const report = /** @type {any} */ (process.report?.getReport());
    return report?.header?.glibcVersionRuntime;
  },
};
