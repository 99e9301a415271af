import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openTestDatabase } from "@joinery/hub/testing";
import { type RunningWorkshop, serveWorkshop, startWorkshop, takesConnections } from "@joinery/workshop";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchChromium } from "../world/launch-chromium.ts";
import { createPerson, type Person } from "../world/person.ts";
import { type Answer, serveAnswer } from "./wrong-server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES_FOLDER = join(ROOT, "packages/web/dist");
const WAIT_MS = 15_000;
const READY_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 25;

/** What `joinery dev` starts around the desk example, on free ports, with the workshop's own server and Chromium. */
export interface InspectorWorld extends AsyncDisposable {
  running: RunningWorkshop;
  browser: Browser;
  /** The workshop's own server. */
  url: string;
  /** What programs show to it. */
  token: string;
  /** Everything that browsers complained about: errors of scripts, and what the content security policy refused. */
  complaints: string[];
  /** A page of the workshop in a profile of its own. */
  open(path: string): Promise<Page>;
  /** A person at the hub, in a profile of their own. */
  signIn(name: "Ada" | "Bob" | "Eve"): Promise<Person>;
  /** Ends the desk example until what is answered is disposed of. */
  withoutDesk(): Promise<AsyncDisposable>;
  /** Lets a server that answers everything alike listen where the desk was. */
  startWrong(answer: Answer): Promise<AsyncDisposable>;
  /** Stops the workshop's own server until what is answered is disposed of; then it has the same port as before. */
  withoutServer(): Promise<AsyncDisposable>;
}

type End = () => Promise<void>;

/** Starts a world with the desk example behind the hub. */
export async function startInspectorWorld(): Promise<InspectorWorld> {
  const database = await openTestDatabase();
  const running = await startWorkshop({
    port: 0,
    kind: "verified",
    openDatabase: async () => ({ ...database, close: () => Promise.resolve() }),
    pagesFolder: PAGES_FOLDER,
    log: () => undefined,
  });
  const { workshop, environment, inspector } = running;
  const upstreamPort = Number(environment.PORT);
  const token = randomBytes(32).toString("base64url");
  const complaints: string[] = [];
  let integration: End = async () => undefined;
  let server: End = async () => undefined;

  async function startDesk(): Promise<void> {
    const child = spawn(process.execPath, [join(ROOT, "examples/desk/main.ts")], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "inherit"],
    });
    integration = () => end(child);
    await untilTaken(upstreamPort, child);
  }

  async function startServer(): Promise<void> {
    const { recorder } = inspector;
    const port = running.workshopPort;
    const served = await serveWorkshop({ workshop, recorder, port, token, pagesFolder: PAGES_FOLDER });
    server = served.close;
  }

  const world: InspectorWorld = {
    running,
    browser: await launchChromium(),
    url: (await workshop.describe()).workshop,
    token,
    complaints,
    async open(path) {
      const context = await newContext(world.browser);
      const page = await context.newPage();
      listen(context, complaints);
      await page.goto(`${world.url}${path}`);
      return page;
    },
    async signIn(name) {
      const context = await newContext(world.browser);
      listen(context, complaints);
      const person = await createPerson(context, (await workshop.describe()).hub);
      await person.signIn(name);
      return person;
    },
    async withoutDesk() {
      await integration();
      return { [Symbol.asyncDispose]: startDesk };
    },
    async startWrong(answer) {
      const wrong = await serveAnswer(answer, upstreamPort);
      return { [Symbol.asyncDispose]: wrong.close };
    },
    async withoutServer() {
      await server();
      return { [Symbol.asyncDispose]: startServer };
    },
    async [Symbol.asyncDispose]() {
      await world.browser.close();
      await server();
      await integration();
      await running.close();
      await database[Symbol.asyncDispose]();
    },
  };
  await startServer();
  await startDesk();
  return world;
}

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  context.setDefaultTimeout(WAIT_MS);
  return context;
}

function listen(context: BrowserContext, complaints: string[]): void {
  context.on("weberror", (error) => complaints.push(error.error().message));
  context.on("console", (message) => {
    if (/Content Security Policy|Refused to|Warning:/.test(message.text())) complaints.push(message.text());
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "close");
  child.kill("SIGTERM");
  await ended;
}

async function untilTaken(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error("The desk example did not listen.");
    await wait(LOOK_EVERY_MS);
  }
}
