import { join } from "node:path";
import { runNode } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";

const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
const { exitCode } = await runNode([biome, "check", "--write", ...process.argv.slice(2)], { cwd: ROOT });
process.exitCode = exitCode;
