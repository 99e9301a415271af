import { HEADERS } from "@joinery/contract";
import type { SecretVariant, Workshop, WorkshopSend } from "@joinery/contract/workshop";
import { CouldNotRun } from "../check.ts";
import { ask } from "./ask.ts";
import { NAMED_CALL_MS, type Target, type TargetRequest } from "./target.ts";

const ONE = "ada";
const OTHER = "bob";

const SPELLINGS: readonly SecretVariant[] = [
  ...(["missing", "empty", "wrong", "same-beginning", "other-case", "old"] as const),
  ...(["prefix", "all-but-last", "first-8", "first-1", "longer"] as const),
];

/**
 * Sends through a workshop, which signs as our hub does.
 *
 * @param options.secrets what must not appear anywhere: the workshop doesn't tell its secrets, so whoever knows the proxy
 *   secret and the API token gives them here
 */
export async function workshopTarget(
  workshop: Workshop,
  options: { secrets?: readonly string[]; fetch?: typeof fetch } = {},
): Promise<Target> {
  const view = await workshop.describe();
  if (view.integration.state !== "running") {
    throw new CouldNotRun("The integration does not take connections yet. Start it, or look at its output.");
  }
  const idOf = (key: string) => view.people.find((person) => person.key === key)?.user_id ?? "";
  return {
    kind: view.kind,
    serviceId: view.integration.service_id,
    authId: view.integration.auth_id,
    address: view.integration.address,
    users: { one: idOf(ONE), other: idOf(OTHER) },
    spellings: SPELLINGS,
    secrets: options.secrets ?? [],
    send: (request) => workshop.send(toSend(request)),
    open: (url) => ask(options.fetch ?? fetch, url, { timeoutMs: NAMED_CALL_MS }),
  };
}

function toSend(request: TargetRequest): WorkshopSend {
  const { user = "one", secret = "right" } = request;
  return {
    method: request.method,
    path: request.path,
    user: user === "other" ? OTHER : ONE,
    ...(user === "missing" ? { leave_out: [HEADERS.userId] } : {}),
    ...(user === "empty" ? { user_id: "" } : {}),
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(typeof secret === "object" ? { secret_text: secret.text } : { secret }),
    timeout_ms: request.timeoutMs ?? NAMED_CALL_MS,
  };
}
