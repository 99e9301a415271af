import { type AssertionClaims, HEADERS } from "@joinery/contract";
import { type CryptoKey, SignJWT } from "jose";
import { digestOf } from "../digests.ts";
import { HUB, PROXY_SECRET, SERVICE_ID } from "./fake-hub.ts";

export interface CallToSign {
  key: CryptoKey;
  now: Date;
  base: string;
  method: string;
  path: string;
  user: string;
  body?: unknown;
  flow?: string;
  /** Changes what the assertion says, as an attacker or a mistake would. */
  claims?: Partial<AssertionClaims>;
  /** Changes what is really sent; `null` leaves a header out. */
  headers?: Record<string, string | null>;
  sentBody?: string;
}

/** Signs a proxied request as the hub does (contract 2.2). */
export async function signCall(call: CallToSign): Promise<Request> {
  const body = call.body === undefined ? "" : JSON.stringify(call.body);
  const iat = Math.floor(call.now.getTime() / 1_000);
  const claims = {
    iss: HUB,
    aud: SERVICE_ID,
    sub: call.user,
    iat,
    exp: iat + 60,
    jti: crypto.randomUUID(),
    htm: call.method,
    path: call.path,
    bh: await digestOf(new TextEncoder().encode(body)),
    ...(call.flow === undefined ? {} : { flow: call.flow }),
    ...call.claims,
  };
  const assertion = await new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "hub-1" }).sign(call.key);
  const headers = new Headers({
    [HEADERS.userId]: call.user,
    [HEADERS.proxySecret]: PROXY_SECRET,
    [HEADERS.assertion]: assertion,
    ...(call.flow === undefined ? {} : { [HEADERS.flow]: call.flow }),
    ...(body === "" ? {} : { "content-type": "application/json" }),
  });
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const sent = call.sentBody ?? body;
  return new Request(call.base + call.path, { method: call.method, headers, ...(sent === "" ? {} : { body: sent }) });
}
