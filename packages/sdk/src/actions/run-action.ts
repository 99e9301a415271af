import { Problem } from "@joinery/contract";
import { type OpenParts, openAccounts } from "../accounts/open-accounts.ts";
import { json, seal } from "../http/answers.ts";
import type { Call } from "../http/call.ts";
import { createLog } from "../log.ts";
import type { Action } from "./action.ts";

/** Runs an action for the user whom the hub has named: input, account, token, handler, in this order. */
export async function runAction(action: Action, call: Call, parts: OpenParts): Promise<Response> {
  const { named, input } = readInput(call);
  const run = action.prepare(input);

  const learned = new Set<string>();
  const use = { log: call.log, learn: (token: string) => void learned.add(token) };
  const accounts = await openAccounts(call.userId, use, parts);
  const account = await accounts.pick(named);

  const result = await run({
    user: { id: call.userId },
    account,
    accounts: accounts.all,
    fetch: account.fetch,
    blink: parts.hub,
    log: createLog(({ level, event, fields }) => call.log(level, event, fields), learned),
    requestId: call.requestId,
  });
  return result instanceof Response ? seal(result) : json(result ?? null);
}

/** Takes `linked_account_id` out of the body: it chooses the account and is no input of the handler. */
function readInput({ request, path, body }: Call): { named: string | undefined; input: unknown } {
  const given = request.method === "GET" ? queryOf(path) : parseJson(request, body);
  if (typeof given !== "object" || given === null || Array.isArray(given)) return { named: undefined, input: given };
  const { linked_account_id: named, ...input } = given as Record<string, unknown>;
  if (named !== undefined && typeof named !== "string") {
    throw new Problem("BAD_REQUEST", { errors: [{ path: "linked_account_id", message: "must be a string" }] });
  }
  return { named, input };
}

function queryOf(path: string): Record<string, string> {
  return Object.fromEntries(new URL(path, "http://query.invalid").searchParams);
}

function parseJson(request: Request, body: Uint8Array): unknown {
  if (body.byteLength === 0) return {};
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Problem("UNSUPPORTED_MEDIA_TYPE");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new Problem("BAD_REQUEST", { errors: [{ path: "", message: "must be JSON" }] });
  }
}
