import { z } from "zod";

/** Clock difference that is forgiven, in seconds (contract 2.2). */
export const ASSERTION_LEEWAY_SECONDS = 60;
/** Life of an assertion, in seconds (contract 2.2). */
export const ASSERTION_LIFETIME_SECONDS = 60;
export const ASSERTION_ALGORITHM = "ES256";
export const JWKS_PATH = "/.well-known/jwks.json";

/** The claims of `joinery-assertion`: what the hub says about one proxied request (contract 2.2). */
export const assertionClaims = z.object({
  iss: z.string().describe("The hub's public URL, without a slash at its end."),
  aud: z.string().describe("The service id."),
  sub: z.string().describe("The user; on DELETE of a linked account its owner."),
  act: z.object({ sub: z.string() }).optional().describe("Who really started it, when that is someone else."),
  iat: z.number(),
  exp: z.number(),
  jti: z.string(),
  htm: z.string().describe("The method, upper case."),
  path: z.string().describe("Rest and query relative to the proxy URL, with a slash in front."),
  bh: z.string().describe("base64url(SHA-256(body)); of the empty body too."),
  flow: z.string().optional(),
});
export type AssertionClaims = z.infer<typeof assertionClaims>;
