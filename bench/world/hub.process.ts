import { AsyncLocalStorage } from "node:async_hooks";
import { Client } from "pg";
import type * as HubModule from "../../packages/hub/src/index.ts";
import { onlyReads } from "../../packages/hub/src/store/steady-dialect.ts";
import { announce, readSettings } from "./settings.ts";

/** The hub as `joinery hub serve` runs it, with a count of the statements that its requests send to the database. */
const settings = readSettings<{
  module: string;
  database: string;
  masterKey: string;
  organisationId: string;
  publicPort: number;
}>();
const { createHub, openDatabase, serveHub } = (await import(settings.module)) as typeof HubModule;

/** What was sent since the last time somebody asked; `undefined` while nobody counts. */
let counts: { statements: number; writes: number } | undefined;
/** Tells statements of a request from those of the hub's clockwork. */
const inRequest = new AsyncLocalStorage<true>();

const { query } = Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
Object.assign(Client.prototype, {
  query(this: Client, ...args: unknown[]) {
    if (counts !== undefined && inRequest.getStore()) count(counts, textOf(args[0]));
    return query.apply(this, args);
  },
});

function textOf(statement: unknown): string {
  return typeof statement === "string" ? statement : String((statement as { text?: unknown }).text);
}

function count(into: { statements: number; writes: number }, text: string): void {
  into.statements += 1;
  if (!onlyReads(text) && !/^(begin|commit|rollback)/i.test(text)) into.writes += 1;
}

const open = await openDatabase({ engine: "postgres", url: settings.database });
const hub = await createHub({
  db: open.db,
  masterKey: new Uint8Array(Buffer.from(settings.masterKey, "base64url")),
  publicUrl: new URL(`http://127.0.0.1:${settings.publicPort}`),
  organisationId: settings.organisationId,
  clock: () => new Date(),
  log: (level, event, fields) => {
    if (level === "error") console.error(JSON.stringify({ event, ...fields }));
  },
});
const served = await serveHub(hub, {
  host: "127.0.0.1",
  port: settings.publicPort,
  around: (fetch) => (request, env) =>
    counts === undefined ? fetch(request, env) : inRequest.run(true, () => fetch(request, env)),
});
announce(served.port, (question) => {
  const counted = counts;
  counts = question === "count" ? { statements: 0, writes: 0 } : undefined;
  return counted ?? null;
});
