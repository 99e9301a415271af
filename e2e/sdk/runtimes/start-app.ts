import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { takesConnections } from "@joinery/workshop";
import { compatibilityDate, type ProgramName, type Programs } from "./build-programs.ts";
import { FOLDER } from "./install-runtimes.ts";
import { binaryOf } from "./runtimes.ts";
import type { Adapter, Pair } from "./table.ts";

/** An integration that runs in a runtime. */
export interface RunningApp extends AsyncDisposable {
  /** What it has printed. */
  output(): string;
}

/** What a program is started with. */
export interface AppOptions {
  programs: Programs;
  /** Another program than the adapter's example. */
  program?: ProgramName;
  port: number;
  /** A folder of its own, for the spool and whatever a runtime leaves. */
  folder: string;
  /** Settings of the integration. */
  environment: Readonly<Record<string, string>>;
}

const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 20;
const ENDS_WITHIN_MS = 3_000;

/** Starts the program of a pair and waits until it takes connections; says what it printed when it never does. */
export async function startApp(pair: Pair, options: AppOptions): Promise<RunningApp> {
  mkdirSync(options.folder, { recursive: true });
  const { args, cwd = options.folder } = commandOf(pair, options);
  const child = spawn(binaryOf(pair.runtime), args, {
    cwd,
    env: {
      PATH: process.env.PATH ?? "",
      ...options.environment,
      HOST: "localhost",
      PORT: String(options.port),
      JOINERY_SPOOL: join(options.folder, "spool"),
      DENO_DIR: join(options.folder, "deno"),
      DENO_NO_UPDATE_CHECK: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      NODE_ENV: "production",
      ...(pair.adapter === "gateway" ? { LAMBDA_FRONT: "gateway" } : {}),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.once("error", (error) => {
    output += error.message;
  });

  async function end(): Promise<void> {
    const killing = setTimeout(kill, ENDS_WITHIN_MS);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(killing);
    process.off("exit", kill);
  }

  const deadline = performance.now() + READY_WITHIN_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    if (await takesConnections(options.port)) return { output: () => output, [Symbol.asyncDispose]: end };
    await wait(LOOK_EVERY_MS);
  }
  await end();
  throw new Error(`${pair.runtime} with ${pair.adapter} does not listen: ${output}`);
}

interface Command {
  args: string[];
  cwd?: string;
}

function commandOf({ runtime, adapter }: Pair, options: AppOptions): Command {
  if (runtime === "workerd") return workerdCommand(adapter, options);
  if (runtime === "Deno") return denoCommand(adapter, options);
  if (adapter === "next") {
    const next = join(FOLDER, "node_modules/next/dist/bin/next");
    return { args: [next, "start", "-H", "localhost"], cwd: options.programs.nextApp };
  }
  const names = runtime === "Bun" ? ({ fetch: "bun", hono: "hono-fetch" } as const) : {};
  return { args: [programOf(adapter, options, { ...names, gateway: "lambda" })] };
}

/** The permissions that `examples/deno` names, with the spool where it is here. */
function denoCommand(adapter: Adapter, options: AppOptions): Command {
  const serves = adapter === "fetch" || adapter === "hono";
  const write = `--allow-write=${join(options.folder, "spool")}`;
  const permissions = ["--allow-net", "--allow-env", "--allow-read", write, "--allow-sys=hostname,uid,gid"];
  const packages = ["--no-lock", "--node-modules-dir=manual"];
  const place = serves ? ["serve", "--host=localhost", `--port=${options.port}`] : ["run"];
  const program = programOf(adapter, options, { fetch: "deno", hono: "hono-fetch" });
  return { args: [...place, "--quiet", ...packages, ...permissions, program] };
}

function programOf(adapter: Adapter, options: AppOptions, names: Partial<Record<Adapter, ProgramName>>): string {
  return options.programs.pathOf(options.program ?? names[adapter] ?? (adapter as ProgramName));
}

/** As `wrangler deploy` sets it up: a module, variables, and the whole network, here with this machine in it. */
function workerdCommand(adapter: Adapter, { programs, program, port, folder, environment }: AppOptions): Command {
  const bindings = Object.keys(environment).map((name) => `(name = "${name}", fromEnvironment = "${name}")`);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "localhost:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "main", esModule = embed "main.mjs")],
  compatibilityDate = "${compatibilityDate()}",
  bindings = [${bindings.join(", ")}],
);
`;
  const path = programs.pathOf(program ?? (adapter === "hono" ? "hono-worker" : "workers"));
  copyFileSync(path, join(folder, "main.mjs"));
  writeFileSync(join(folder, "config.capnp"), config);
  return { args: ["serve", join(folder, "config.capnp")] };
}
