import type {
  Exchange,
  FaultId,
  FlowFile,
  SecretVariant,
  WorkshopConnect,
  WorkshopSend,
} from "@joinery/contract/workshop";
import { isFaultId } from "@joinery/contract/workshop";
import { z } from "zod";

const person = z.enum(["ada", "bob", "eve"]);
const text = (max: number) => z.string().max(max);

/** What the API of a workshop takes. `satisfies` names every field of the port, so that a new one can't be forgotten here. */
export const connectInput = z.object({
  user: person,
  account: text(255).exactOptional(),
  answer: z.enum(["allow", "deny"]).exactOptional(),
  reconnect: text(64).exactOptional(),
  openedBy: person.exactOptional(),
  forwarded: z.enum(["authorization-url", "finish", "service", "callback"]).exactOptional(),
  readdressed: person.exactOptional(),
  unasked: z.boolean().exactOptional(),
} satisfies Record<keyof WorkshopConnect, z.ZodType>) satisfies z.ZodType<WorkshopConnect>;

export const disconnectInput = z.object({ user: person, linked_account_id: text(64).min(1) });

export const finishInput = z.object({ user: person });

export const ticketInput = z.object({
  user: person,
  title: text(10_000),
  linked_account_id: text(64).exactOptional(),
});

const SECRETS = {
  ...{ right: true, missing: true, empty: true, wrong: true, old: true, longer: true, "same-beginning": true },
  ...{ prefix: true, "all-but-last": true, "first-8": true, "first-1": true, "other-case": true },
} as const satisfies Record<SecretVariant, true>;

/** What a header can carry (RFC 9110, 5.5 and 5.6.2). */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,255}$/, "must be the name of a header");
const headerValue = text(8_192).regex(/^[\t\x20-\x7e\x80-\xff]*$/, "must fit into a header");

export const sendInput = z.object({
  method: z.string().regex(/^[A-Za-z]{1,20}$/, "must be a method"),
  path: z.string().regex(/^\/[\x21-\x7e]{0,8191}$/, "must begin with a slash and be encoded"),
  user: person,
  user_id: headerValue.exactOptional(),
  body: text(2_000_000).exactOptional(),
  headers: z.record(headerName, headerValue).exactOptional(),
  secret: z.enum(Object.keys(SECRETS) as [SecretVariant]).exactOptional(),
  secret_text: headerValue.exactOptional(),
  leave_out: z.array(headerName).max(50).exactOptional(),
  signature: z.enum(["right", "missing", "stale", "other-key", "other-path", "replayed"]).exactOptional(),
  timeout_ms: z.number().int().min(1).max(300_000).exactOptional(),
} satisfies Record<keyof WorkshopSend, z.ZodType>) satisfies z.ZodType<WorkshopSend>;

export const accountsQuery = z.object({ user: person });
export const grantsQuery = z.object({ account: text(255) });
export const ledgerQuery = z.object({
  kind: z
    .enum(["consent", "denied", "token_request", "token_refused", "refresh", "revocation", "api_call", "fault"])
    .exactOptional(),
  account: text(255).exactOptional(),
});
export const exchangesQuery = z.object({ flow: text(64).exactOptional(), after: text(64).exactOptional() });

export const faultId = z.custom<FaultId>((value) => typeof value === "string" && isFaultId(value), "must be a fault");
export const faultInput = z.object({ on: z.boolean() });

const body = z.object({ type: z.string(), bytes: z.number(), text: z.string().nullable() });
const headers = z.array(z.tuple([z.string(), z.string()]));
const party = z.enum(["hub", "integration", "browser", "service"]);

const exchange = z.object({
  id: z.string(),
  at: z.string(),
  duration_ms: z.number().nullable(),
  from: party,
  to: party,
  step: z.string(),
  flow: z.string().nullable(),
  user_id: z.string().nullable(),
  request: z.object({ method: z.string(), url: z.string(), headers, body }),
  response: z.object({ status: z.number(), headers, body }).nullable(),
  failure: z.string().nullable(),
  fault: z.string().nullable(),
  repeats: z.string().nullable(),
  checks: z.array(
    z.object({
      id: z.string(),
      sentence: z.string(),
      passed: z.boolean(),
      got: z.string().exactOptional(),
      page: z.string(),
    }),
  ),
}) satisfies z.ZodType<Exchange>;

export const flowFile = z.object({
  format: z.literal("joinery-flow/1"),
  exported_at: z.string(),
  kind: z.enum(["plain", "verified", "blink"]),
  actions: z.object({
    user: z.string(),
    account: z.string(),
    answer: z.enum(["allow", "deny"]),
    faults: z.array(z.string()),
  }),
  exchanges: z.array(exchange).max(10_000),
}) satisfies z.ZodType<FlowFile>;
