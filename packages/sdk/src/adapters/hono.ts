import { BodyAlreadyRead } from "./body-already-read.ts";
import { type IntegrationSource, whenFirstAsked } from "./when-first-asked.ts";

/** The part of Hono's context that is needed. */
export interface HonoContext {
  /** The request; `raw` is the one of the Fetch standard. */
  req: { raw: Request };
}

/**
 * Makes a Hono handler of an integration. Hono has the request as the Fetch standard has it, so nothing is translated; what
 * the handler adds is a refusal that says what to do when a middleware has read the body before. On Node call `lookAfter` of
 * `@joinery/sdk/node` as well.
 *
 * @param source the integration, or what creates it when the first request comes
 * @throws BodyAlreadyRead, which Hono hands to `app.onError`
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { toHonoHandler } from "@joinery/sdk/hono";
 * import { Hono } from "hono";
 *
 * const integration = createIntegration({
 *   ...readHubSettings(process.env),
 *   name: "Acme Desk",
 *   auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 * });
 * const app = new Hono();
 * app.all("/*", toHonoHandler(integration));
 * ```
 */
export function toHonoHandler(source: IntegrationSource): (context: HonoContext) => Promise<Response> {
  const integration = whenFirstAsked(source);
  return async ({ req }) => {
    if (req.raw.bodyUsed) throw new BodyAlreadyRead("Register the integration before middleware that reads bodies.");
    return integration().fetch(req.raw);
  };
}
