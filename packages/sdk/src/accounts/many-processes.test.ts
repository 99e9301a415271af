import { type ChildProcess, spawn } from "node:child_process";
import { on } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { serve } from "../node.ts";
import { createFakeBlink } from "../testing/fake-blink.ts";
import { createFakeService } from "../testing/fake-service.ts";

const ADA = "u-00000000-0000-4000-8000-00000000000a";
const PROCESSES = 3;
const PROGRAM = join(import.meta.dirname, "..", "testing", "one-action.process.ts");

/** Blink and an external service on this machine; the service answers a token request once all processes have come so far. */
async function startParties() {
  const [blink, service] = [createFakeBlink(), await createFakeService()];
  const allHere = Promise.withResolvers<undefined>();
  let here = 0;
  const blinkServer = await serve({
    fetch: async (request) => {
      const isList = request.method === "GET" && new URL(request.url).pathname.endsWith("/linked-accounts");
      here += isList ? 1 : 0;
      if (here === PROCESSES) allHere.resolve(undefined);
      return blink.handle(request);
    },
  });
  const serviceServer = await serve({ fetch: service.handle });
  Object.assign(service.metadata, {
    issuer: serviceServer.url,
    token_endpoint: `${serviceServer.url}/token`,
    jwks_uri: `${serviceServer.url}/jwks`,
  });
  service.faults.set("/token", () => allHere.promise);
  const folder = await mkdtemp(join(tmpdir(), "joinery-processes-"));
  onTestFinished(async () => {
    await Promise.all([blinkServer.close(), serviceServer.close(), rm(folder, { recursive: true })]);
  });
  const env = { ...process.env, BLINK: blinkServer.url, ISSUER: serviceServer.url, STORE: folder, USER: ADA };
  return { blink, service, env };
}

/** Starts processes, lets all of them run at the same moment, and answers with what each has printed last. */
async function runTogether(env: NodeJS.ProcessEnv): Promise<string[]> {
  const children = Array.from({ length: PROCESSES }, () => {
    const child = spawn(process.execPath, [PROGRAM], { env, stdio: ["pipe", "pipe", "inherit"] });
    onTestFinished(() => void child.kill());
    return { child, lines: linesOf(child) };
  });
  const next = async ({ lines }: { lines: AsyncIterator<string[]> }) => String((await lines.next()).value);
  expect(await Promise.all(children.map(next))).toEqual(Array(PROCESSES).fill("ready"));
  for (const { child } of children) child.stdin.write("go\n");
  return Promise.all(children.map(next));
}

function linesOf(child: ChildProcess): AsyncIterator<string[]> {
  return on(createInterface({ input: child.stdout ?? process.stdin }), "line")[Symbol.asyncIterator]();
}

test("several processes that share a folder renew an account once, and all go on with the new token", async () => {
  const { blink, service, env } = await startParties();
  const { access_token, refresh_token } = service.issue();
  const expiry = new Date(Date.now() - 1_000).toISOString();
  const account = blink.addAccount(ADA, { access_token, refresh_token, expiry });

  const statuses = await runTogether(env);

  expect(statuses).toEqual(Array(PROCESSES).fill("201"));
  expect(service.ledger.tokenRequests).toHaveLength(1);
  const renewed = blink.accounts.get(account.linked_account_id)?.access_token;
  expect(service.ledger.tickets).toEqual(Array(PROCESSES).fill(`Bearer ${renewed}`));
});
