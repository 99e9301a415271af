import { HEADERS } from "@joinery/contract";
import { ACCOUNT_KEY, keysOfRequest, keysOfResponse, namedFlow, namedFlowIn } from "./flow-keys.ts";
import { headerOf, type SentResponse } from "./messages.ts";
import type { Ask } from "./step-of.ts";

/** What is known about where an exchange belongs. */
export interface Belonging {
  flow: string | null;
  userId: string | null;
}

/** An exchange under way. Its request grows while the body arrives, and then its step may be known better. */
export interface Sighted extends Ask {
  step: string;
  belonging: Belonging;
}

/** Finds out which flow and user an exchange belongs to. What can't be known stays null. */
export interface Correlator {
  begin(ask: Ask, step: string): Sighted;
  /** The answer may say more than the request did. `renamed`: a flow that had no name until now. */
  end(
    sighted: Sighted,
    response: SentResponse | null,
  ): { belonging: Belonging; renamed: { from: string; to: string } | null };
}

const KEYS_AT_MOST = 20_000;
/** What the hub passes on names its user; every other page may be opened by anybody. */
const PRESSED = new Set(["Connect", "Disconnect", "Action"]);
/** Their answers hold long values too, but the same ones for every flow. */
const SAME_FOR_ALL = new Set(["Discovery", "Signing keys"]);

export function createCorrelator(): Correlator {
  const flows = new Map<string, string>();
  const users = new Map<string, string>();
  const atIntegration = new Set<Sighted>();
  let unnamed = 0;

  /** An account outlives the flow that linked it, and ends with the one that disconnects it: with all its attempts. */
  function learn(keys: readonly string[], flow: string, step: string): void {
    for (const key of keys) if (step === "Disconnect" || !key.startsWith(ACCOUNT_KEY)) flows.set(key, flow);
    for (const key of flows.keys()) {
      if (flows.size <= KEYS_AT_MOST) return;
      flows.delete(key);
    }
  }

  function findByKey(keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const flow = flows.get(key);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  /** What an integration does while exactly one flow is with it belongs to that flow: discovery, a look-up. */
  function onlyFlowUnderWay(): string | undefined {
    const underWay = new Set([...atIntegration].map(({ belonging }) => belonging.flow));
    const [only] = underWay;
    return underWay.size === 1 && only !== null ? only : undefined;
  }

  /** Connect, Disconnect and actions of a hub that names no flow get a name of the workshop's own. */
  function nameFlow({ from, to }: Ask, step: string): string | undefined {
    if (from !== "hub" || to !== "integration") return undefined;
    unnamed += 1;
    return `${step.toLowerCase()}-${unnamed}`;
  }

  function rename(from: string, to: string): void {
    for (const [key, flow] of flows) if (flow === from) flows.set(key, to);
    const user = users.get(from);
    if (user !== undefined) users.set(to, user);
    for (const { belonging } of atIntegration) if (belonging.flow === from) belonging.flow = to;
  }

  /** Tokens outlive the flow that brought them: what is done with them later belongs to something else. */
  function forgetTokens(of: string): void {
    for (const [key, flow] of flows) if (flow === of && key.startsWith("token:")) flows.delete(key);
  }

  return {
    begin(ask, step) {
      const keys = keysOf(ask);
      const fromKeys = namedFlow(ask.request) ?? findByKey(keys);
      const guess = ask.from === "integration" ? onlyFlowUnderWay() : undefined;
      const flow = fromKeys ?? nameFlow(ask, step) ?? guess ?? null;
      const userId = userOf(ask) ?? (ask.from === "browser" || flow === null ? null : (users.get(flow) ?? null));
      if (flow !== null) {
        learn(keys, flow, step);
        if (userId !== null && ask.from === "hub") users.set(flow, userId);
      }
      const sighted = { ...ask, step, belonging: { flow, userId } };
      if (ask.to === "integration") atIntegration.add(sighted);
      return sighted;
    },
    end(sighted, response) {
      atIntegration.delete(sighted);
      const { belonging, from, to, step, request } = sighted;
      if (response === null || SAME_FOR_ALL.has(step)) return { belonging, renamed: null };
      const asked = keysOf(sighted);
      const answered = keysOfResponse(response);
      const named = to === "hub" && step === "Connect" ? namedFlowIn(response) : undefined;
      const known = namedFlow(request) ?? findByKey(asked) ?? belonging.flow ?? findByKey(answered) ?? null;
      const flow = named ?? known;
      const renamed = named !== undefined && known !== null && known !== named ? { from: known, to: named } : null;
      if (renamed !== null) rename(renamed.from, renamed.to);
      const mayBeAnybody = from === "browser" && !(to === "hub" && PRESSED.has(step));
      const userId = belonging.userId ?? (mayBeAnybody || flow === null ? null : (users.get(flow) ?? null));
      if (flow !== null) {
        learn([...asked, ...answered], flow, step);
        if (endsTokens(sighted, response)) forgetTokens(flow);
      }
      return { belonging: { flow, userId }, renamed };
    },
  };
}

/** The API token in front of the hub is the same for every flow. */
function keysOf(ask: Ask): string[] {
  const keys = keysOfRequest(ask.request);
  return ask.to === "hub" ? keys.filter((key) => !isApiToken(key, ask)) : keys;
}

function isApiToken(key: string, { request }: Ask): boolean {
  const authorization = headerOf(request, "authorization") ?? "";
  return key.startsWith("token:") && authorization.endsWith(key.slice("token:".length));
}

function endsTokens({ from, to, step }: Sighted, { status }: SentResponse): boolean {
  if (to === "hub" && step === "Save") return status < 300;
  return from === "hub" && to === "integration" && step !== "Connect";
}

function userOf({ request }: Ask): string | undefined {
  const inPath = /^\/v2\/user\/([^/]+)/.exec(request.url.pathname)?.[1];
  return headerOf(request, HEADERS.userId) ?? inPath;
}
