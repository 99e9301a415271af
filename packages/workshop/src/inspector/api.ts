import { Problem, toFieldErrors } from "@joinery/contract";
import type { Workshop } from "@joinery/contract/workshop";
import { type Context, Hono } from "hono";
import type { z } from "zod";
import { streamExchanges } from "./exchange-stream.ts";
import {
  accountsQuery,
  connectInput,
  disconnectInput,
  exchangesQuery,
  faultId,
  faultInput,
  finishInput,
  flowFile,
  grantsQuery,
  ledgerQuery,
  sendInput,
  ticketInput,
} from "./inputs.ts";
import type { Recorder } from "./recorder.ts";

/** Flow files are the longest bodies: many exchanges, each with up to 128 KB of text. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

/** What the API is made of. */
export interface ApiParts {
  workshop: Workshop;
  recorder: Pick<Recorder, "list" | "onChange">;
}

/** The methods of a workshop over HTTP, one route each; answers are what the methods answer, as JSON. */
export function apiRoutes({ workshop, recorder }: ApiParts): Hono {
  const routes = new Hono();
  routes.get("/api/workshop", async (c) => c.json(await workshop.describe()));

  routes.post("/api/connect", async (c) => c.json(await workshop.connect(await readBody(c, connectInput))));
  routes.post("/api/disconnect", async (c) => {
    const { user, linked_account_id } = await readBody(c, disconnectInput);
    return c.json(await workshop.disconnect(user, linked_account_id));
  });
  routes.post("/api/disconnect/finish", async (c) => {
    await workshop.finishDisconnects((await readBody(c, finishInput)).user);
    return c.body(null, 204);
  });
  routes.post("/api/tickets", async (c) => {
    const { user, ...ticket } = await readBody(c, ticketInput);
    return c.json(await workshop.fileTicket(user, ticket));
  });
  routes.get("/api/accounts", async (c) => c.json(await workshop.accounts(check(accountsQuery, c.req.query()).user)));
  routes.post("/api/send", async (c) => c.json(await workshop.send(await readBody(c, sendInput))));

  routes.get("/api/grants", async (c) => c.json(await workshop.liveGrants(check(grantsQuery, c.req.query()).account)));
  routes.get("/api/ledger", async (c) => c.json(await workshop.ledger(check(ledgerQuery, c.req.query()))));

  routes.put("/api/faults/:fault", async (c) => {
    await workshop.setFault(check(faultId, c.req.param("fault")), (await readBody(c, faultInput)).on);
    return c.body(null, 204);
  });
  routes.delete("/api/faults", async (c) => {
    await workshop.clearFaults();
    return c.body(null, 204);
  });

  routes.get("/api/exchanges", async (c) => c.json(await workshop.exchanges(check(exchangesQuery, c.req.query()))));
  routes.get("/api/exchanges/stream", (c) => streamExchanges(recorder, check(exchangesQuery, c.req.query())));
  routes.post("/api/exchanges/:id/again", async (c) => c.json(await workshop.sendAgain(c.req.param("id"))));
  routes.get("/api/flows/:flow/file", async (c) => c.json(await workshop.exportFlow(c.req.param("flow"))));
  routes.post("/api/replay", async (c) => c.json(await workshop.replayFlow(await readBody(c, flowFile))));
  return routes;
}

async function readBody<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Problem("UNSUPPORTED_MEDIA_TYPE");
  return check(schema, parse(await readAtMost(c.req.raw)));
}

async function readAtMost(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > BODY_LIMIT_BYTES) throw new Problem("PAYLOAD_TOO_LARGE");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("BAD_REQUEST", { errors: [{ path: "", message: "must be JSON" }] });
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Problem("BAD_REQUEST", { errors: toFieldErrors(result.error) });
  return result.data;
}
