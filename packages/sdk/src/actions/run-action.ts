import { Problem } from "@joinery/contract";
import { liveAccounts, pickAccount } from "../accounts/pick-account.ts";
import type { TokenKeeper } from "../accounts/usable-token.ts";
import { authorizedFetch } from "../external/authorized-fetch.ts";
import type { ExternalService } from "../external/external-service.ts";
import { json, seal } from "../http/answers.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { Call } from "../http/call.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { createLog } from "../log.ts";
import type { Action } from "./action.ts";

interface Parts {
  hub: AccountsApi;
  authId: string;
  service: ExternalService;
  fetch: Fetch;
  tokens: TokenKeeper;
}

/** Runs an action for the user whom the hub has named: input, account, token, handler, in this order. */
export async function runAction(action: Action, call: Call, parts: Parts): Promise<Response> {
  const { named, input } = readInput(call);
  const run = action.prepare(input);

  const accounts = liveAccounts(await parts.hub.listLinkedAccounts(call.userId, parts.authId), parts.authId);
  const { account, accessToken } = await parts.tokens.usable(pickAccount(accounts, named), call.log);

  const { service } = parts;
  const origins = service.originsOf(service.siteOf(account.additional_info));
  const secrets = [accessToken, ...accounts.flatMap((each) => [each.access_token, each.refresh_token])];
  const renew = async (rejected: string) => (await parts.tokens.usable(account, call.log, rejected)).accessToken;
  const result = await run({
    user: { id: call.userId },
    account,
    accounts,
    accessToken,
    fetch: authorizedFetch(parts.fetch, origins, { accessToken, authorize: service.authorize, renew }),
    log: createLog(({ level, event, fields }) => call.log(level, event, fields), secrets),
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
