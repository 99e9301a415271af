import { spawn } from "node:child_process";
import { withInstallLock } from "./install-lock.mjs";
import { isOutdated } from "./outdated.mjs";
import { runToEnd } from "./run-to-end.mjs";

const INTERRUPTED = "The installation was interrupted; the same command begins it again.";

/**
 * Installs the dependencies when they are missing or outdated; quiet and quick when they are fine.
 *
 * @param {string} root
 * @returns {Promise<boolean>} whether the dependencies are there now; the reason why not has been printed
 */
export async function ensureDependencies(root) {
  if (!isOutdated(root)) return true;
  return await withInstallLock(root, () => installOnce(root), {
    onWait: () => console.error("Another command is installing the dependencies; waiting for it …"),
  });
}

/** @param {string} root */
async function installOnce(root) {
  if (!isOutdated(root)) return true; // somebody else did it while we waited
  console.error("Installing dependencies (npm ci); this takes a moment the first time …");
  const startedAt = performance.now();
  let interrupted = false;
  const noteInterruption = () => {
    interrupted = true;
  };
  process.once("SIGINT", noteInterruption).once("SIGTERM", noteInterruption);
  const exitCode = await runNpm(root);
  process.off("SIGINT", noteInterruption).off("SIGTERM", noteInterruption);
  if (exitCode === 0 && !isOutdated(root)) {
    console.error(`Dependencies installed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    return true;
  }
  console.error(interrupted ? INTERRUPTED : adviceFor(exitCode));
  return false;
}

/** @param {number} exitCode */
function adviceFor(exitCode) {
  if (exitCode === 127) return "npm was not found: install Node 24 together with npm, then run the same command again.";
  return "The dependencies could not be installed; npm says why above. When it is the network or the registry, run the same command again; when package.json and package-lock.json disagree, run `npm install` first.";
}

/**
 * Uses the very npm that started us, on the Node it runs on: the Node in `node_modules` is about to be replaced.
 *
 * @param {string} root
 * @returns {Promise<number>}
 */
function runNpm(root) {
  const args = ["ci", "--loglevel=error", "--no-audit", "--no-fund"];
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const [command, commandArgs] = npm?.endsWith(".js") && node ? [node, [npm, ...args]] : ["npm", args];
  return runToEnd(spawn(command, commandArgs, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }));
}
