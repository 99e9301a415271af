import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyAlreadyRead } from "../adapters/body-already-read.ts";
import type { FetchHandler } from "../http/fetch-handler.ts";
import { toRequest } from "./to-request.ts";
import { writeResponse } from "./write-response.ts";

/** The part of an Express request that is needed. */
export interface ExpressRequestLike extends IncomingMessage {
  /** Path and query, as they were sent; `url` lacks the place where the handler is mounted. */
  originalUrl: string;
  /** What a parser has made of the body: of use only when it left it as bytes. */
  body?: unknown;
  /** The bytes, where a platform keeps them beside what it has parsed. */
  rawBody?: unknown;
}

/** What `app.use` of Express takes. */
export type ExpressHandler = (
  request: ExpressRequestLike,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

const REMEDY =
  "Mount toExpressHandler before express.json() and other parsers, or let express.raw() read what is for the integration.";

/**
 * Makes an Express handler of an integration, which answers everything that reaches it. Mount it before `express.json()`: the
 * hub signs the bytes of a body, and a parser takes them away. What `express.raw()` has read, or a platform keeps as
 * `request.rawBody`, is used. Mounted below a path, give the integration the same as `proxyPath`, and mount it at `/connect` as
 * well, where people's browsers arrive. Call `lookAfter` of `@joinery/sdk/node` as well.
 *
 * @throws BodyAlreadyRead to Express's error handler, when a parser has read the body
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { toExpressHandler } from "@joinery/sdk/express";
 * import express from "express";
 *
 * const integration = createIntegration({
 *   ...readHubSettings(process.env),
 *   name: "Acme Desk",
 *   auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 *   proxyPath: "/acme",
 * });
 * const app = express();
 * app.use(["/acme", "/connect"], toExpressHandler(integration));
 * app.use(express.json());
 * ```
 */
export function toExpressHandler(handler: FetchHandler): ExpressHandler {
  return (incoming, outgoing, next) => {
    const answer = async () => {
      const body = bytesOf(incoming);
      const request = toRequest({ incoming, url: incoming.originalUrl, ...(body === undefined ? {} : { body }) });
      const response = request ? await handler.fetch(request) : new Response(null, { status: 400 });
      await writeResponse(response, { incoming, outgoing });
    };
    answer().catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else next(error);
    });
  };
}

/** The body, when somebody has read it; `undefined` when it is still to come. */
function bytesOf(request: ExpressRequestLike): Uint8Array<ArrayBuffer> | undefined {
  const { rawBody, body, readableDidRead, headers } = request;
  for (const kept of [rawBody, body]) if (kept instanceof Uint8Array) return new Uint8Array(kept);
  // Not whether there is a `body`: some parsers leave an empty one where they have read nothing.
  if (!readableDidRead) return undefined;
  // A parser reads also what has nothing in it.
  if (headers["content-length"] === "0") return new Uint8Array();
  throw new BodyAlreadyRead(REMEDY);
}
