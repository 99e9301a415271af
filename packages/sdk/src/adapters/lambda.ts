import { MAX_BODY_BYTES } from "../http/max-body-bytes.ts";
import { createNowAndThen } from "./now-and-then.ts";
import { type IntegrationSource, whenFirstAsked } from "./when-first-asked.ts";

/**
 * An HTTP request as a function URL or an HTTP API of API Gateway hands it over, payload format 2.0; only what is needed.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export interface LambdaHttpEvent {
  /** The payload format; must be `2.0`. */
  version: string;
  /** A function URL leaves percent-encoding as it was sent; API Gateway decodes it. */
  rawPath: string;
  /** The query as it was sent, without its question mark. */
  rawQueryString: string;
  /** The `Cookie` header, which is not among the headers, in parts. */
  cookies?: string[];
  /** Names in lower case; values of the same name are joined by commas. */
  headers: Record<string, string | undefined>;
  /** Says the HTTP method. */
  requestContext: { http: { method: string } };
  /** The body, as text or in base64; absent when there is none. */
  body?: string;
  /** Whether `body` is in base64. */
  isBase64Encoded: boolean;
}

/** What Lambda makes an HTTP answer of. */
export interface LambdaHttpResult {
  /** The HTTP status. */
  statusCode: number;
  /** All headers but `Set-Cookie`. */
  headers: Record<string, string>;
  /** `Set-Cookie` headers, one each. */
  cookies: string[];
  /** The body, as text or in base64. */
  body: string;
  /** Whether `body` is in base64. */
  isBase64Encoded: boolean;
}

/** Characters of a base64 text that has more bytes than any request may have. */
const TOO_LONG = Math.ceil(MAX_BODY_BYTES / 3) * 4 + 4;

/**
 * Makes the handler of an AWS Lambda function of an integration, behind a function URL or an HTTP API of API Gateway (payload
 * format 2.0). Nothing runs there between requests, and the disk is gone with the function: give a `spool` over storage that
 * stays, or `spool: "none"`, with which what is unfinished is tried again for as long as this copy of the function lives. Copies
 * remember together with a `store`. With API Gateway use the stage `$default` or a domain of your own: the name of another stage
 * would stand before every path.
 *
 * @param source the integration, or what creates it when the first request comes
 * @throws TypeError for an event that is no HTTP request of payload format 2.0
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { toLambdaHandler } from "@joinery/sdk/lambda";
 *
 * export const handler = toLambdaHandler(() =>
 *   createIntegration({
 *     ...readHubSettings(process.env),
 *     name: "Acme Desk",
 *     auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 *     spool: "none",
 *   }),
 * );
 * ```
 */
export function toLambdaHandler(source: IntegrationSource): (event: LambdaHttpEvent) => Promise<LambdaHttpResult> {
  const integration = whenFirstAsked(source);
  const settleNowAndThen = createNowAndThen();
  return async (event) => {
    requirePayload2(event);
    const { unfinished } = integration();
    // Beside the answer: what is not done when that is given goes on with the next request.
    void settleNowAndThen(unfinished);
    return toResult(await integration().fetch(toRequest(event)));
  };
}

function requirePayload2(event: Partial<LambdaHttpEvent>): void {
  if (event.version === "2.0" && typeof event.rawPath === "string" && event.requestContext?.http !== undefined) return;
  throw new TypeError(
    "This is no HTTP request of payload format 2.0: use a function URL, or an HTTP API of API Gateway with that format.",
  );
}

function toRequest(event: LambdaHttpEvent): Request {
  const { method } = event.requestContext.http;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) if (value !== undefined) headers.set(name, value);
  if (event.cookies !== undefined && event.cookies.length > 0) headers.set("cookie", event.cookies.join("; "));
  const query = event.rawQueryString === "" ? "" : `?${event.rawQueryString}`;
  const body = method === "GET" || method === "HEAD" ? null : bytesOf(event);
  // Nothing we do depends on the name we were called by.
  return new Request(`http://localhost${encodeDecoded(event.rawPath)}${query}`, { method, headers, body });
}

/** What API Gateway has decoded must not be taken for the beginning of a query or a fragment. */
function encodeDecoded(path: string): string {
  return path.replaceAll("?", "%3F").replaceAll("#", "%23");
}

function bytesOf({ body = "", isBase64Encoded }: LambdaHttpEvent): Uint8Array<ArrayBuffer> {
  // Enough for the SDK to refuse it, and no more.
  const text = body.slice(0, TOO_LONG);
  if (!isBase64Encoded) return new TextEncoder().encode(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

async function toResult(answer: Response): Promise<LambdaHttpResult> {
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== "set-cookie"));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return {
    statusCode: answer.status,
    headers,
    cookies: answer.headers.getSetCookie(),
    ...encodeBody(bytes),
  };
}

/** As text where it is text, because that is easier to read in a log of the platform; else in base64. */
function encodeBody(bytes: Uint8Array): Pick<LambdaHttpResult, "body" | "isBase64Encoded"> {
  try {
    return { body: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), isBase64Encoded: false };
  } catch {
    const characters = Array.from(bytes, (byte) => String.fromCharCode(byte));
    return { body: btoa(characters.join("")), isBase64Encoded: true };
  }
}
