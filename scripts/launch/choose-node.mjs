import { existsSync } from "node:fs";
import { join } from "node:path";
import { bringsNodeAlong } from "./refusal.mjs";

/**
 * Chooses the Node that tasks run on: the one brought along when it is there, so that everybody runs the same version,
 * else the machine's own (which the refusals have found new enough, or which the missing package leaves as it is).
 *
 * @param {string} root
 * @param {{ platform: string, arch: string, execPath: string }} machine
 * @param {(path: string) => boolean} exists
 */
export function chooseNode(root, machine, exists = existsSync) {
  const brought = join(root, "node_modules", `node-${machine.platform}-${machine.arch}`, "bin/node");
  return bringsNodeAlong(machine) && exists(brought) ? brought : machine.execPath;
}
