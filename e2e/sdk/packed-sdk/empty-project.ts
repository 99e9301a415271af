import { chmodSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runCommand } from "../../../scripts/processes/run-command.ts";
import { ROOT } from "../../../scripts/root.ts";
import { createTemporaryFolder } from "../../../scripts/temporary-folder.ts";
import { installRuntimes } from "../runtimes/install-runtimes.ts";
import { binaryOf } from "../runtimes/runtimes.ts";

/** Somebody's project, far from this repository, on the oldest Node that the SDK runs on. */
export async function createEmptyProject(...packages: readonly string[]) {
  await installRuntimes();
  const node = binaryOf("Node 20");
  chmodSync(node, 0o755);
  const folder = createTemporaryFolder({ "package.json": '{ "private": true, "type": "module" }' });
  const { NODE_OPTIONS: _, ...own } = process.env;
  const others = (own.PATH ?? "").split(delimiter).filter((path) => !path.startsWith(ROOT));
  const env = { ...own, PATH: [dirname(node), ...others].join(delimiter), NO_COLOR: "1" };
  const run = (command: string, ...args: readonly string[]) =>
    runCommand(command, args, { cwd: folder.path, env, quiet: true });

  const installed = await run("npm", "install", ...packages, "--no-audit", "--no-fund", "--loglevel=error");
  if (installed.exitCode !== 0) throw new Error(`npm could not install the tarball.\n${installed.output}`);

  return {
    folder,
    env,
    node,
    installed,
    run,
    /** Runs a program of the project; what it says is the answer. */
    async say(program: string, name = "program.mjs"): Promise<string> {
      folder.write(name, program);
      return (await run("node", name)).output.trim();
    },
    /** Compiles a file of the project as strictly as it goes; what is wrong is the answer. */
    async compile(source: string, options: Record<string, unknown>): Promise<string> {
      folder.write("consumer.ts", source);
      const compilerOptions = {
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        target: "es2023",
        types: [],
        ...options,
      };
      folder.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
      const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
      const { output } = await runCommand(process.execPath, [compiler, "-p", folder.path], {
        cwd: folder.path,
        quiet: true,
      });
      return output.trim();
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

export type EmptyProject = Awaited<ReturnType<typeof createEmptyProject>>;
