import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkshopKind } from "@joinery/contract/workshop";
import { type OpenDatabase, openDatabase } from "@joinery/hub";
import { expect, onTestFinished, test } from "vitest";
import { findFreePorts, PORT_OFFSETS } from "./ports.ts";
import { startWorkshop } from "./start-workshop.ts";
import { wordsOf } from "./walk-connect.ts";

/** A database that stays when a workshop closes it, and counts how often that was. */
async function keepDatabase() {
  const database = await openDatabase({ engine: "pglite" });
  onTestFinished(() => database.close());
  const kept = {
    closed: 0,
    open: async (): Promise<OpenDatabase> => ({
      ...database,
      async close() {
        kept.closed += 1;
      },
    }),
  };
  return kept;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "joinery-workshop-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test.for(["hub", "integration", "service"] as const)(
  "when the port of the %s is taken nothing stays behind",
  async (part) => {
    const port = await findFreePorts();
    const database = await keepDatabase();
    const folder = temporaryFolder();
    const taken = createServer().listen({
      host: part === "hub" ? "127.0.0.1" : "localhost",
      port: port + PORT_OFFSETS[part],
    });
    const also = createServer()
      .listen({ host: "::1", port: port + PORT_OFFSETS[part] })
      .on("error", () => undefined);
    await once(taken, "listening");
    const start = () =>
      startWorkshop({ port, kind: "plain", folder, openDatabase: database.open, log: () => undefined });

    await expect(start()).rejects.toThrow("EADDRINUSE");
    await Promise.all([taken, also].map((server) => new Promise((resolve) => server.close(resolve))));

    expect(database.closed).toBe(1);
    await (await start()).close();
  },
);

test("two workshops that find the same free ports at the same time get ports of their own", async () => {
  const [first, second] = [await findFreePorts(), await findFreePorts()];
  const offered = [first, first, second];
  const findPorts = async () => offered.shift() ?? 0;
  const options = { port: 0, kind: "plain", log: () => undefined, findPorts } as const;
  const [one, other] = [await keepDatabase(), await keepDatabase()];
  const folder = temporaryFolder();

  await using earlier = await startWorkshop({ ...options, openDatabase: one.open });
  await using later = await startWorkshop({ ...options, openDatabase: other.open, folder });

  expect([earlier.workshopPort, later.workshopPort]).toEqual([
    first + PORT_OFFSETS.workshop,
    second + PORT_OFFSETS.workshop,
  ]);
});

test("an integration is tried as one kind and then as the other, with the same ids", async () => {
  const database = await keepDatabase();
  const folder = temporaryFolder();
  const kinds: WorkshopKind[] = ["plain", "verified", "blink"];

  const seen = [];
  for (const kind of kinds) {
    await using running = await startWorkshop({
      port: 0,
      kind,
      folder,
      openDatabase: database.open,
      log: () => undefined,
    });
    const row = await running.hub.context.db.selectFrom("integrations").selectAll().executeTakeFirstOrThrow();
    seen.push([row.service_id === running.facts.integration.service_id, row.kind, row.connect_base !== null]);
  }

  expect(seen).toEqual([
    [true, "plain", false],
    [true, "verified", true],
    [true, "plain", false],
  ]);
});

test("what the workshop sends as the hub looks like what the hub sends", async () => {
  const heard: string[][] = [];
  const upstream = createHttpServer(({ headers }, answer) => {
    heard.push([
      headers.host ?? "",
      ...Object.keys(headers)
        .filter((name) => /^(blink|joinery)-/.test(name))
        .sort(),
    ]);
    answer.writeHead(404, { "content-type": "application/json" }).end("{}");
  }).listen({ host: "localhost", port: 0 });
  onTestFinished(() => void upstream.close());
  await once(upstream, "listening");
  const address = `http://localhost:${(upstream.address() as AddressInfo).port}`;
  const database = await keepDatabase();
  const open = { openDatabase: database.open, log: () => undefined };
  await using running = await startWorkshop({ port: 0, kind: "verified", upstream: address, ...open });
  const path = `/auth/${running.facts.integration.auth_id}`;

  await running.workshop.connect({ user: "ada" });
  await running.workshop.send({ method: "POST", path, user: "ada" });

  expect(heard[0]?.length).toBeGreaterThan(3);
  expect(heard[1]).toEqual(heard[0]);
});

test("what a person reads of a page is what a browser would show", () => {
  const page =
    "<head><title>x</title></head><noscript>Switch it on</noscript><p>Ada&#x27;s&nbsp;&amp; Bob&#39;s&#9999999;</p>";

  expect(wordsOf(page)).toBe("Ada's & Bob's&#9999999;");
});
