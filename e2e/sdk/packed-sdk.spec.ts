import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { makePacks } from "../../scripts/pack/make-packs.ts";
import { createTemporaryFolder } from "../../scripts/temporary-folder.ts";
import { findFreePorts } from "../world/free-ports.ts";
import { createBrowser } from "./hostile-service/browser.ts";
import { CLIENT, startHostileServer } from "./hostile-service/hostile-server.ts";
import { createIdTokens } from "./hostile-service/id-tokens.ts";
import { createEmptyProject, type EmptyProject } from "./packed-sdk/empty-project.ts";
import { CONSUMER, NAMES, NODE_CONSUMER, SERVER } from "./packed-sdk/programs.ts";
import { ADA, startSmallHub } from "./packed-sdk/small-hub.ts";

/** What somebody gets who installs the SDK, on the oldest Node that it promises to run on. */

/** The consumer's own packages: the compiler asks for them where a program uses `node:http`. */
const NODE_TYPES = "@types/node@20.19.25";

const packs = createTemporaryFolder();
let tarball: string;
let project: EmptyProject;

beforeAll(async () => {
  [tarball = ""] = await makePacks({ only: ["sdk"], target: packs.path });
  project = await createEmptyProject(tarball, NODE_TYPES);
}, 240_000);

afterAll(() => {
  project[Symbol.dispose]();
  packs[Symbol.dispose]();
});

test("publint finds nothing, not even a suggestion", async () => {
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(bytes).buffer },
    level: "suggestion",
    strict: true,
  });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test("are-the-types-wrong finds nothing for whoever imports modules", async () => {
  const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  if (!result.types) throw new Error("The tarball has no types.");
  // `require` of a module is what Node 20.19 and later do; resolution as in Node 10 knows no `exports`.
  const problems = result.problems.filter(
    (problem) => !("resolutionKind" in problem && ["node10", "node16-cjs"].includes(problem.resolutionKind)),
  );
  expect(problems).toEqual([]);
  expect(Object.keys(result.entrypoints)).toContain("./node");
});

test("it installs into an empty project on Node 20.19 without a word", async () => {
  expect(await project.say("console.log(process.version)")).toMatch(/^v20\.19\./);
  expect(project.installed.output).not.toMatch(/npm (warn|error)/i);
});

test("every entry exports what it has exported before", async () => {
  const names = await project.say(NAMES);
  await expect(`${names}\n`).toMatchFileSnapshot(join(import.meta.dirname, "packed-sdk/exported-names.txt"));
});

test("a program that is no module gets it with require", async () => {
  const said = await project.say('console.log(typeof require("@joinery/sdk").createIntegration)', "program.cjs");
  expect(said.split("\n").at(-1)).toBe("function");
});

test("somebody links an account through it", async () => {
  await using hub = await startSmallHub();
  await using service = await startHostileServer(
    {},
    { idTokens: await createIdTokens(CLIENT.secret), spelling: "loopback" },
  );
  const port = await findFreePorts(1);
  const desk = `http://127.0.0.1:${port}`;
  await startServer({ ...hub.settings, issuer: service.issuer, clientSecret: CLIENT.secret, port });

  const { flow, request } = await hub.press(desk);
  const stranger = await fetch(request.url, { method: "POST" });
  const pressed = await fetch(request);
  const said = (await pressed.json()) as { data: { authorization_url: string } };
  const browser = createBrowser(async (visit) => {
    const isVerify = visit.url.startsWith(hub.url) && visit.url.includes("/verify");
    const location = isVerify ? hub.verify(visit.url, desk) : undefined;
    if (location) return new Response(null, { status: 303, headers: { location } });
    return visit.url.startsWith(hub.url) ? new Response("done") : fetch(visit);
  });
  const last = await browser.open(said.data.authorization_url);

  expect([stranger.status, pressed.status]).toEqual([401, 200]);
  expect(last.url.href).toBe(`${hub.url}/connect/${flow}/done`);
  expect([...hub.accounts.values()]).toMatchObject([{ user_id: ADA, external_account_id: "john.doe" }]);
});

async function startServer(settings: object): Promise<void> {
  project.folder.write("server.mjs", SERVER);
  const env = { ...project.env, SETTINGS: JSON.stringify(settings) };
  const child = spawn(project.node, ["server.mjs"], {
    cwd: project.folder.path,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill());
  const [said] = await new Promise<string[]>((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", (text: string) => resolve([text]));
    child.once("exit", (code) => reject(new Error(`The server has ended with ${code}.`)));
  });
  expect(said).toMatch(/^listening v20\.19\./);
}

test.each([
  ["node16, with the types of a browser", { module: "node16", lib: ["es2023", "dom"] }],
  ["node16, with the types of Node", { module: "node16", lib: ["es2023"], types: ["node"] }],
  ["nodenext", { module: "nodenext", lib: ["es2023"], types: ["node"] }],
  ["bundler", { module: "esnext", moduleResolution: "bundler", lib: ["es2023", "dom"] }],
])("a strict program compiles without skipping its types: %s", async (_name, options) => {
  expect(await project.compile(CONSUMER, options)).toBe("");
});

test.each([
  ["node16", { module: "node16" }],
  ["bundler", { module: "esnext", moduleResolution: "bundler" }],
])("so does one for Node: %s", async (_name, options) => {
  expect(await project.compile(NODE_CONSUMER, { ...options, lib: ["es2023"], types: ["node"] })).toBe("");
});
