import { HEADERS, ID_PREFIXES, isFlowId } from "@joinery/contract";
import { assertionClaimsOf } from "./mask-message.ts";
import {
  formOf,
  headerOf,
  jsonOf,
  type Message,
  type SentRequest,
  type SentResponse,
  stringField,
} from "./messages.ts";

/** Fields that say the same in every flow. */
const SAME_EVERYWHERE = new Set(["client_id", "client_secret", "redirect_uri", "scope", "iss", "aud", "auth_id"]);
const TOKEN_FIELDS = new Set(["access_token", "refresh_token", "id_token", "token"]);
/** How keys begin that name an account. */
export const ACCOUNT_KEY = "account:";
/** Drawn at random: long, and with a digit or both cases, which `openid-configuration` has not. */
const RANDOM = /^(?=.*\d|.*[a-z].*[A-Z]|.*[A-Z].*[a-z])[A-Za-z0-9_.~-]{20,}$/;
const OUR_ID = new RegExp(`^[${Object.values(ID_PREFIXES).join("")}]-[0-9a-f-]{36}$`);

/**
 * Values of a request that occur in one flow only, so that two exchanges which share one belong together: state, code,
 * the address of a consent page, a token. Tokens are told apart, because they outlive the flow that brought them.
 */
export function keysOfRequest(request: SentRequest): string[] {
  const bearer = /^Bearer (.+)$/i.exec(headerOf(request, "authorization") ?? "")?.[1];
  return [
    ...keysOfUrl(request.url),
    ...keysOfPairs(formOf(request)),
    ...keysOfJson(jsonOf(request)),
    ...(bearer === undefined ? [] : [`token:${bearer}`]),
    ...keysOfHeader(request),
    ...keysOfAccount(request.url),
  ];
}

/** The account that a request is about. It tells a flow only while the account is being disconnected. */
function keysOfAccount({ pathname }: URL): string[] {
  const id = /\/linked-accounts\/([^/]+)/.exec(pathname)?.[1];
  return id === undefined ? [] : [`${ACCOUNT_KEY}${id}`];
}

/** The same of an answer: where it leads, and what it hands out. */
export function keysOfResponse(response: SentResponse): string[] {
  const location = URL.parse(headerOf(response, "location") ?? "", "http://relative.invalid");
  return [
    ...(location === null ? [] : keysOfUrl(location)),
    ...keysOfJson(jsonOf(response)),
    ...keysOfHeader(response),
  ];
}

/** The flow that a request names itself: in its path, a header, its query, or the `state` of a verified connect. */
export function namedFlow(request: SentRequest): string | undefined {
  const { url } = request;
  const state = url.searchParams.get("state") ?? "";
  const candidates = [
    headerOf(request, HEADERS.flow),
    assertionClaimsOf(headerOf(request, HEADERS.assertion) ?? "")?.flow,
    ...url.pathname.split("/"),
    url.searchParams.get("flow"),
    state.split(".")[0],
  ];
  return candidates.find((one): one is string => typeof one === "string" && isFlowId(one));
}

/** The flow that an answer names: the hub says it to the page that pressed Connect. */
export function namedFlowIn(response: Message): string | undefined {
  const flow = stringField(jsonOf(response), "flow");
  return flow !== undefined && isFlowId(flow) ? flow : undefined;
}

function keysOfHeader(message: Message): string[] {
  const requestId = headerOf(message, HEADERS.requestId);
  return requestId === undefined ? [] : [`request:${requestId}`];
}

function keysOfUrl(url: URL): string[] {
  const segments = url.pathname.split("/").filter((one) => RANDOM.test(one) && !OUR_ID.test(one));
  return [...segments.map((one) => `value:${one}`), ...keysOfPairs(url.searchParams)];
}

function keysOfPairs(pairs: URLSearchParams): string[] {
  return [...pairs].flatMap(([name, value]) => keyOf(name, value));
}

function keysOfJson(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(keysOfJson);
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => {
    if (typeof value !== "string") return keysOfJson(value);
    const url = /^https?:\/\//.test(value) ? URL.parse(value) : null;
    return url === null ? keyOf(name, value) : keysOfUrl(url);
  });
}

function keyOf(name: string, value: string): string[] {
  if (SAME_EVERYWHERE.has(name) || !RANDOM.test(value) || OUR_ID.test(value)) return [];
  return [TOKEN_FIELDS.has(name) ? `token:${value}` : `value:${value}`];
}
