import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findFreePorts } from "@joinery/workshop";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { runCommand } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../temporary-folder.ts";
import { makePacks } from "./make-packs.ts";

/** As somebody else's machine: its own Node, and nothing of this repository on the path. */
const PATH = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((folder) => !folder.startsWith(ROOT))
  .join(delimiter);
const { NODE_OPTIONS: _, ...own } = process.env;
const env = { ...own, PATH, NO_COLOR: "1" };

const SERVER = `
import { createIntegration, oauth2 } from "@joinery/sdk";
import { serve } from "@joinery/sdk/node";
const integration = createIntegration({
  hub: "http://127.0.0.1:4000", serviceId: "l-1", authId: "t-1", proxySecret: "s", apiToken: "t", name: "Acme Desk",
  connectBase: "http://localhost:4001", auth: oauth2({ issuer: "http://localhost:4003", clientId: "c", scopes: ["openid"] }),
  log: () => {},
});
const server = await serve(integration);
const response = await fetch(server.url + "/auth/t-1", { method: "POST" });
console.log(response.status, (await response.json()).code);
await server.close();
`;

let folder: TemporaryFolder;
let bin: string;

beforeAll(async () => {
  folder = createTemporaryFolder({ "package.json": '{"private":true}' });
  const tarballs = await makePacks({ only: ["cli", "sdk"], target: join(folder.path, "packs") });
  const args = ["install", ...tarballs, "--no-audit", "--no-fund", "--loglevel=error"];
  const { exitCode, output } = await runCommand("npm", args, { cwd: folder.path, env, quiet: true });
  expect(output).not.toContain("npm error");
  expect(exitCode).toBe(0);
  bin = join(folder.path, "node_modules/@joinery/cli/dist/launch/joinery.mjs");
}, 180_000);

afterAll(() => folder[Symbol.dispose]());

/** Runs the bin on the machine's own Node. */
function joinery(...args: string[]) {
  return runCommand("node", [bin, ...args], { cwd: folder.path, env, quiet: true });
}

test("everything of ours that they need lies in their own tarballs", () => {
  expect(readdirSync(join(folder.path, "node_modules/@joinery"))).toEqual(["cli", "sdk"]);
  expect(existsSync(join(folder.path, "node_modules/.bin/joinery"))).toBe(true);
});

test("the SDK runs on the Node at hand", async () => {
  folder.write("server.mjs", SERVER);
  const { output } = await runCommand("node", ["server.mjs"], { cwd: folder.path, env, quiet: true });
  expect(output).toBe("401 SECRET_WRONG\n");
});

test("help, version and doctor run on the Node at hand", async () => {
  expect((await joinery("--help")).exitCode).toBe(0);
  expect((await joinery("--version")).output).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await joinery("doctor", "--json")).output).toContain('"findings"');
});

test("init writes an integration there, and not twice", async () => {
  expect((await joinery("init", "desk")).exitCode).toBe(0);
  expect(readdirSync(join(folder.path, "desk"))).toContain("package.json");
  expect(await joinery("init", "desk")).toMatchObject({ exitCode: 2, output: expect.stringContaining("README.md") });
});

test("wrong use is told with its exit code", async () => {
  expect(await joinery("conformanc")).toMatchObject({
    exitCode: 2,
    output: expect.stringContaining("joinery conformance"),
  });
  expect(await joinery("conformance", "--secret", "x")).toMatchObject({ exitCode: 2 });
  expect(await joinery("conformance", "--url", "http://127.0.0.1:1")).toMatchObject({ exitCode: 2 });
});

test("dev runs on a Node that is new enough for the hub, with its pages, and ends on Ctrl-C with everything", async () => {
  const port = await findFreePorts();
  const child = spawn("node", [bin, "dev", "--json", "--port", String(port)], { cwd: folder.path, env });
  onTestFinished(() => void child.kill("SIGKILL"));

  const ready = JSON.parse(await firstLine(child)) as { event: string; workshop: { hub: string; workshop: string } };
  const pages = await Promise.all([ready.workshop.hub, ready.workshop.workshop].map((url) => fetch(url)));
  const atWork = existsSync(join(folder.path, ".joinery/dev.json"));
  child.kill("SIGINT");
  const [exitCode] = await once(child, "exit");

  expect(ready.event).toBe("ready");
  expect(pages.map(({ status, headers }) => [status, headers.get("content-type")?.split(";")[0]])).toEqual([
    [200, "text/html"],
    [200, "text/html"],
  ]);
  expect(atWork).toBe(true);
  expect(exitCode).toBe(0);
  expect(existsSync(join(folder.path, ".joinery/dev.json"))).toBe(false);
  await expect(fetch(ready.workshop.hub)).rejects.toThrow();
}, 60_000);

/** The first line of stdout; what a process says before it ends too early is told. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.stderr?.setEncoding("utf8").on("data", (text: string) => said.push(text));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => resolve(text.split("\n")[0] ?? ""));
    child.once("exit", () => reject(new Error(`It has ended: ${said.join("")}`)));
  });
}
