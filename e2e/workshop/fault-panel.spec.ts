import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FAULTS } from "@joinery/contract/workshop";
import { afterAll, afterEach, expect, test } from "vitest";
import { startFaultWorld } from "../world/fault-world.ts";
import { FAULT_ROWS } from "./fault-rows.ts";
import { goThrough, readAsAdministrator } from "./fault-situations.ts";
import { faultPage, type ReadFault } from "./fault-table.ts";

/** Every fault of the panel, in Chromium: what the person reads, what the administrator reads, and a page of both. */

const PAGE = fileURLToPath(new URL("../../docs/reference/faults.md", import.meta.url));

const world = await startFaultWorld("desk");
const read: ReadFault[] = [];

afterEach(async () => {
  await world.hub.workshop.clearFaults();
  for (const account of await world.hub.accounts("ada")) await world.hub.disconnect("ada", account.linked_account_id);
});
afterAll(() => world[Symbol.asyncDispose]());

test("there is a situation for every fault", () => {
  expect(FAULT_ROWS.map(({ fault }) => fault).sort()).toEqual(Object.keys(FAULTS).sort());
});

test.for(FAULT_ROWS)("$fault: $situation", async (row) => {
  // A new browser profile: pages remember a connect that they wait for.
  const ada = await world.signIn("Ada");

  const { words, tokenRequests } = await goThrough(world, ada, row);
  const report = await readAsAdministrator(world, ada);

  await ada.context.close();
  read.push({ row, person: words, administrator: report });
  expect(words).toMatch(row.person);
  expect(words).not.toMatch(/\b(40\d|50\d|undefined|null)\b/);
  expect(report).toMatch(row.administrator);
  expect(tokenRequests).toBe(row.tokenRequests);
});

test("the page about faults says what was read (JOINERY_WRITE_DOCS=1 writes it anew)", () => {
  const page = faultPage(read);
  if (process.env.JOINERY_WRITE_DOCS === "1") writeFileSync(PAGE, page);
  console.log("fault-panel", JSON.stringify({ faults: read.length }));

  expect(readFileSync(PAGE, "utf8")).toBe(page);
});
