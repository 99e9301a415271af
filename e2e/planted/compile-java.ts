import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

let compiled: Promise<string> | undefined;

/**
 * Compiles the Java integration once for this process and answers the folder of its classes. `java Main.java` does the
 * same at every start, and then takes four times as long to listen.
 */
export function compileJava(): Promise<string> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "joinery-planted-java-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const source = fileURLToPath(new URL("./java/Main.java", import.meta.url));
  await promisify(execFile)("javac", ["-J-XX:TieredStopAtLevel=1", "-d", folder, source]);
  return folder;
}
