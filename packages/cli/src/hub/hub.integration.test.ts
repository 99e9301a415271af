import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { use } from "../testing/command-line.ts";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";
import { type Serving, startServing } from "./serving.fixture.ts";

const PROVIDER = {
  JOINERY_OIDC_ISSUER: "https://login.engines.example",
  JOINERY_OIDC_CLIENT_ID: "joinery",
  JOINERY_OIDC_CLIENT_SECRET: "hidden",
};
const BIN = fileURLToPath(new URL("../launch/joinery.mjs", import.meta.url));
const HOST = "127.0.0.1:4000";

/** Asks a hub that listens elsewhere than its public URL says, as a load balancer would. */
async function ask<Data>({ url }: Serving, method: string, path: string, body?: object): Promise<Data> {
  return new Promise((resolve, reject) => {
    const headers = { host: HOST, origin: `http://${HOST}`, "content-type": "application/json" };
    const asking = request(new URL(path, url), { method, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk) => chunks.push(chunk));
      reply.on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString()).data));
    });
    asking.on("error", reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Another process: within one, whoever holds a folder may take it again. */
async function useElsewhere(cwd: string): Promise<{ exitCode: number | null; stderr: string }> {
  const child = spawn(process.execPath, [BIN, "hub", "migrate"], { cwd, env: {}, stdio: ["ignore", "ignore", "pipe"] });
  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, "close")]);
  return { exitCode, stderr };
}

const codeOf = (hub: Serving) => hub.lines().find(({ event }) => event === "setup_code")?.code;

test("with nothing set there is a hub, somebody to be in it, and it ends when it is asked to", {
  timeout: 180_000,
}, async () => {
  using folder = createTemporaryFolder();
  await using hub = await startServing(folder.path, {});
  const { development } = await ask<{ development: { people: { user_id: string; display_name: string }[] } }>(
    hub,
    "GET",
    "/api/sign-in",
  );
  expect(development.people.map(({ display_name }) => display_name)).toEqual(["Administrator", "Member"]);
  const userId = development.people[0]?.user_id;
  expect(await ask(hub, "POST", "/api/sign-in/development", { user_id: userId })).toEqual({ next: "/" });
  expect(codeOf(hub)).toBeUndefined();

  const second = await useElsewhere(folder.path);
  expect([second.exitCode, second.stderr]).toEqual([3, expect.stringContaining("A hub runs on this data already")]);

  expect(await hub.end()).toBe(0);
  await expect(fetch(hub.url)).rejects.toThrow();
});

test("a hub with an identity provider says the code for its first administrator, and the same when it starts again", {
  timeout: 180_000,
}, async () => {
  using folder = createTemporaryFolder();
  const started = async (env: NodeJS.ProcessEnv) => {
    await using hub = await startServing(folder.path, { ...PROVIDER, ...env });
    await vi.waitUntil(() => env.JOINERY_ADMINISTRATORS !== undefined || codeOf(hub) !== undefined);
    return codeOf(hub);
  };
  const code = await started({});
  expect(code).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
  expect(await started({})).toBe(code);
  expect(await started({ JOINERY_ADMINISTRATORS: "ada@engines.example" })).toBeUndefined();
});

test("all that is wrong with the settings is told at once, without a value, and nothing starts", async () => {
  using folder = createTemporaryFolder();
  const env = {
    JOINERY_PUBLIC_URL: "http://hub.engines.example/canary",
    JOINERY_LISTEN: "canary",
    JOINERY_MASTER_KEY: "canary",
    JOINERY_DATABASE_ULR: "postgres://canary",
  };
  const told = await use(["hub", "serve"], { folder: folder.path, env });
  expect(told.exitCode).toBe(1);
  expect(told.stderr).toContain("Did you mean JOINERY_DATABASE_URL?");
  for (const name of ["PUBLIC_URL", "LISTEN", "DATABASE_URL", "MASTER_KEY", "OIDC_ISSUER"]) {
    expect(told.stderr).toContain(`JOINERY_${name}: `);
  }
  expect(told.stdout + told.stderr).not.toContain("canary");
  const document = JSON.parse((await use(["hub", "migrate", "--json"], { folder: folder.path, env })).stdout);
  expect(document.error.faults.map(({ setting }: { setting: string }) => setting)).toContain("JOINERY_LISTEN");
});

test("migrating is a step of its own, safe to repeat; a hub that may not migrate waits for it", {
  timeout: 180_000,
}, async () => {
  using folder = createTemporaryFolder();
  const behind = await use(["hub", "serve", "--no-migrate"], { folder: folder.path });
  expect([behind.exitCode, behind.stderr]).toEqual([3, expect.stringContaining("Run joinery hub migrate first.")]);

  const taken = await use(["hub", "migrate"], { folder: folder.path });
  expect([taken.exitCode, taken.stdout]).toEqual([0, expect.stringMatching(/^took 0001-first\ntook 0002-/)]);
  const again = await use(["hub", "migrate"], { folder: folder.path });
  expect([again.exitCode, again.stdout]).toEqual([0, "The schema was up to date.\n"]);

  await using hub = await startServing(folder.path, {}, ["--no-migrate"]);
  expect(await hub.end()).toBe(0);
});

test("a database that was sealed with another master key is not opened", { timeout: 180_000 }, async () => {
  using folder = createTemporaryFolder();
  await using hub = await startServing(folder.path, {});
  await hub.end();
  const env = { JOINERY_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"), JOINERY_LISTEN: "127.0.0.1:0" };
  const refused = await use(["hub", "serve"], { folder: folder.path, env });
  expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("sealed with another master key")]);
});
