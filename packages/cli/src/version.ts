import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

/** The version of the command line, and of every package that it names in a scaffold. */
export const VERSION = manifest.version;
