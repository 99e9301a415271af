import { Client } from "pg";
import { createHub, openDatabase, serveHub } from "../../packages/hub/src/index.ts";
import { announce, readSettings } from "./settings.ts";

/** The hub as `joinery hub serve` runs it, with a count of its queries. */
const { database, masterKey, organisationId, publicPort } = readSettings<{
  database: string;
  masterKey: string;
  organisationId: string;
  publicPort: number;
}>();

let queries = 0;
let writes = 0;
const { query } = Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
Object.assign(Client.prototype, {
  query(this: Client, ...args: unknown[]) {
    const [first] = args as [string | { text?: string }];
    const text = typeof first === "string" ? first : (first?.text ?? "");
    queries += 1;
    if (/^(insert|update|delete|begin)/i.test(text)) writes += 1;
    return query.apply(this, args);
  },
});

const open = await openDatabase({ engine: "postgres", url: database });
const hub = await createHub({
  db: open.db,
  masterKey: new Uint8Array(Buffer.from(masterKey, "base64url")),
  publicUrl: new URL(`http://127.0.0.1:${publicPort}`),
  organisationId,
  clock: () => new Date(),
  log: (level, event, fields) => {
    if (level === "error") console.error(JSON.stringify({ event, ...fields }));
  },
});
const served = await serveHub(hub, { host: "127.0.0.1", port: publicPort });
announce(served.port, (question) => {
  if (question === "reset") queries = writes = 0;
  return { queries, writes };
});
