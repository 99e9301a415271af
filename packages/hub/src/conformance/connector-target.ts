import { type Answer, CouldNotRun, type Target, type TargetRequest } from "@joinery/conformance";
import { HEADERS, newId } from "@joinery/contract";
import { type SecretVariant, spellSecret } from "@joinery/contract/workshop";
import type { Connector, IntegrationReply, OutgoingCall } from "../connector/call-integration.ts";
import { ConnectorFailure } from "../connector/connector-failure.ts";
import { parseRest } from "../connector/rest-path.ts";
import type { IntegrationRow } from "../integrations/store.ts";

/** What a check speaks for. */
interface Subject {
  integration: IntegrationRow;
  proxySecret: string;
  /** The administrator who asked: Connect is sent in their name. */
  userId: string;
}

/** The connector always sends a secret and a user, so that leaving them out is nothing it can do. */
const SPELLINGS: readonly SecretVariant[] = ["empty", "wrong", "prefix", "longer", "same-beginning"];
/** A check is over after this, however slow the integration is: an administrator waits for it. */
const WHOLE_CHECK_MS = 60_000;
const NAMED_CALL_MS = 10_000;
const ANSWER_MAX_BYTES = 64 * 1024;

/** Sends the requests of the checks through the hub's connector. */
export function connectorTarget(connector: Connector, { integration, proxySecret, userId }: Subject): Target {
  const endsAt = performance.now() + WHOLE_CHECK_MS;
  const users = { one: userId, other: newId("user") };
  const target = {
    serviceId: integration.service_id,
    proxyUrl: integration.proxy_url,
    proxySecret,
    forwardedHeaders: integration.forwarded_headers,
    allowedNetworks: integration.allowed_networks,
  };

  function toCall(request: TargetRequest): OutgoingCall {
    const { user = "one", secret = "right", path, body = "", headers = {} } = request;
    const [pathname = "", query] = path.split("?");
    const spelled = typeof secret === "object" ? secret.text : spellSecret(secret, proxySecret);
    const isConnect = pathname.startsWith("/auth/");
    return {
      target: { ...target, proxySecret: spelled ?? "" },
      method: request.method,
      rest: parseRest(pathname, query === undefined ? "" : `?${query}`),
      headers: headersOf(headers, body),
      body: new TextEncoder().encode(body),
      userId: user === "other" ? users.other : users.one,
      flow: integration.kind === "verified" && isConnect ? newId("flow") : undefined,
      requestId: crypto.randomUUID(),
      timeoutMs: request.timeoutMs ?? NAMED_CALL_MS,
      maxBytes: ANSWER_MAX_BYTES,
    };
  }

  return {
    kind: integration.kind,
    serviceId: integration.service_id,
    authId: integration.auth_id,
    address: integration.proxy_url,
    users,
    spellings: SPELLINGS.filter((variant) => spellSecret(variant, proxySecret) !== null),
    secrets: [proxySecret],
    async send(request) {
      if (performance.now() > endsAt) throw new CouldNotRun("The integration is so slow that the check was ended.");
      const startedAt = performance.now();
      try {
        return toAnswer(await connector.call(toCall(request)));
      } catch (error) {
        if (!(error instanceof ConnectorFailure)) throw error;
        if (error.code === "INTEGRATION_UNREACHABLE") throw new CouldNotRun(error.detail);
        const { answerStatus: status = 0, detail: failure } = error;
        return { status, headers: {}, body: "", duration_ms: Math.round(performance.now() - startedAt), failure };
      }
    },
  };
}

function headersOf(own: Readonly<Record<string, string>>, body: string): Headers {
  const headers = new Headers({ accept: "application/json", ...own });
  if (body !== "" && !headers.has("content-type")) headers.set("content-type", "application/json");
  // What the hub says itself is not for a check to say.
  headers.delete(HEADERS.userId);
  return headers;
}

function toAnswer({ status, headers, body, durationMs }: IntegrationReply): Answer {
  const text = new TextDecoder().decode(body);
  return { status, headers: Object.fromEntries(headers), body: text, duration_ms: durationMs, failure: null };
}
