import { HEADERS } from "@joinery/contract";
import { type SecretVariant, spellSecret, type WorkshopKind } from "@joinery/contract/workshop";
import { CouldNotRun } from "../check.ts";
import { ask } from "./ask.ts";
import { NAMED_CALL_MS, type Target, type TargetRequest, type TargetUsers } from "./target.ts";

/** What `httpTarget` needs to know. */
export interface HttpTargetOptions {
  /** The proxy URL. */
  url: string;
  serviceId: string;
  authId: string;
  proxySecret: string;
  /** Two people; made-up ones unless given. */
  userIds?: TargetUsers;
  /** Further secrets of the integration that must not appear anywhere, its API token above all. */
  otherSecrets?: readonly string[];
  kind?: WorkshopKind;
  fetch?: typeof fetch;
}

const SPELLINGS: readonly SecretVariant[] = [
  ...(["missing", "empty", "wrong", "same-beginning", "other-case"] as const),
  ...(["prefix", "all-but-last", "first-8", "first-1", "longer"] as const),
];

/** Speaks part 1 of the contract to an integration, as Blink does: all it needs is the URL, the ids and the secret. */
export function httpTarget(options: HttpTargetOptions): Target {
  const { serviceId, authId, proxySecret, kind = "blink", fetch: send = fetch } = options;
  const base = options.url.replace(/\/+$/, "");
  const users = options.userIds ?? { one: `u-${crypto.randomUUID()}`, other: `u-${crypto.randomUUID()}` };
  return {
    kind,
    serviceId,
    authId,
    address: base,
    users,
    spellings: SPELLINGS.filter((variant) => variant === "missing" || spellSecret(variant, proxySecret) !== null),
    secrets: [proxySecret, ...(options.otherSecrets ?? [])],
    async send(request) {
      const answer = await ask(send, `${base}${request.path}`, {
        method: request.method,
        headers: headersOf(request, { proxySecret, users }),
        ...(request.body === undefined ? {} : { body: request.body }),
        timeoutMs: request.timeoutMs ?? NAMED_CALL_MS,
      });
      if (answer.failure === "nothing listens there" || answer.failure === "the host name is not known") {
        throw new CouldNotRun(
          `${new URL(base).origin} can't be reached: ${answer.failure}. Start the integration, or look at the URL.`,
        );
      }
      if (demandsSignature(answer.status, answer.body)) {
        throw new CouldNotRun(
          "This integration wants a hub that signs: run it under `joinery dev`, and conformance beside it.",
        );
      }
      return answer;
    },
    open: (url) => ask(send, url, { timeoutMs: NAMED_CALL_MS }),
  };
}

function headersOf(
  { user = "one", secret = "right", headers, body }: TargetRequest,
  { proxySecret, users }: { proxySecret: string; users: TargetUsers },
): Record<string, string> {
  const built: Record<string, string> = {
    accept: "application/json",
    "accept-encoding": "identity",
    "user-agent": "joinery-conformance",
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  if (user !== "missing") built[HEADERS.userId] = user === "empty" ? "" : users[user];
  const spelled = typeof secret === "object" ? secret.text : spellSecret(secret, proxySecret);
  if (spelled !== null) built[HEADERS.proxySecret] = spelled;
  return withOwnNames(built, headers ?? {});
}

/** A name of the check's own replaces the usual one in whatever case it is written. */
function withOwnNames(usual: Record<string, string>, own: Readonly<Record<string, string>>): Record<string, string> {
  const replaced = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const kept = Object.entries(usual).filter(([name]) => !replaced.has(name));
  return { ...Object.fromEntries(kept), ...own };
}

/** The refusals with which an integration of a signing hub answers requests without a signature (contract 2.1, 2.2). */
function demandsSignature(status: number, body: string): boolean {
  if (status !== 401 && status !== 409) return false;
  return /"code"\s*:\s*"(?:ASSERTION_INVALID|FLOW_REQUIRED)"/.test(body);
}
