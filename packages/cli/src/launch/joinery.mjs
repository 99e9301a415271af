#!/usr/bin/env node
// The bin. It is parsed by whatever Node the machine has, so it stays plain JavaScript and loads nothing of ours before the
// Node is known to be good enough.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findBroughtNode } from "./brought-node.mjs";
import { chooseNode } from "./choose-node.mjs";
import { goOnIn } from "./go-on.mjs";

const built = fileURLToPath(new URL("../main.js", import.meta.url));
const runsSources = !existsSync(built);
const main = runsSources ? fileURLToPath(new URL("../", import.meta.url)).concat("main.ts") : built;
const argv = process.argv.slice(2);
const { platform, arch } = process;
const choice = chooseNode({ version: process.versions.node, platform, arch, runsSources }, argv, findBroughtNode);

if ("refusal" in choice) {
  console.error(choice.refusal);
  process.exitCode = 3;
} else if (choice.node === "here") {
  await import(main);
} else {
  process.exit(await goOnIn(choice.node, [main, ...argv]));
}
