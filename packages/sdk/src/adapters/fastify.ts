import type { FetchHandler } from "../http/fetch-handler.ts";
import { MAX_BODY_BYTES } from "../http/max-body-bytes.ts";

/** The part of a Fastify request that is needed. */
export interface FastifyRequestLike {
  /** The HTTP method. */
  method: string;
  /** Path and query, as they were sent. */
  originalUrl: string;
  /** The request of `node:http`, for its headers. */
  raw: { rawHeaders: string[] };
  /** The bytes, as the plugin's own parser leaves them. */
  body: unknown;
}

/** The part of a Fastify reply that is needed. */
export interface FastifyReplyLike {
  /** Sends an answer of the Fetch standard. */
  send(answer: Response): unknown;
}

/** The part of a Fastify instance that is needed. */
export interface FastifyScope {
  /** Forgets the parsers of the app, within the plugin only. */
  removeAllContentTypeParsers(): unknown;
  /** Adds the parser that leaves bodies as they came. */
  addContentTypeParser(
    contentType: string,
    options: { parseAs: "buffer"; bodyLimit: number },
    parser: (request: unknown, body: Uint8Array<ArrayBuffer>) => Promise<unknown>,
  ): unknown;
  /** Adds the route that everything goes to. */
  route(options: {
    method: string[];
    url: string;
    exposeHeadRoute: boolean;
    handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>;
  }): unknown;
}

const WITHOUT_BODY = ["GET", "HEAD"];
const WITH_BODY = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Makes a Fastify plugin of an integration, which answers everything below the place where it is registered. Bodies are left
 * as they came, 1 MB at most, because the hub has signed their bytes: content type parsers of the app do not apply within the
 * plugin, and are untouched outside. With a prefix, give the integration the same as `proxyPath`, and register it for
 * `/connect` as well, where people's browsers arrive. Call `lookAfter` of `@joinery/sdk/node` as well.
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { toFastifyPlugin } from "@joinery/sdk/fastify";
 * import Fastify from "fastify";
 *
 * const integration = createIntegration({
 *   ...readHubSettings(process.env),
 *   name: "Acme Desk",
 *   auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 * });
 * const app = Fastify();
 * await app.register(toFastifyPlugin(integration));
 * ```
 */
export function toFastifyPlugin(handler: FetchHandler): (scope: FastifyScope) => Promise<void> {
  return async (scope) => {
    scope.removeAllContentTypeParsers();
    const asItCame = { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES } as const;
    scope.addContentTypeParser("*", asItCame, async (_request, body) => body);
    scope.route({
      method: [...WITHOUT_BODY, ...WITH_BODY],
      url: "/*",
      exposeHeadRoute: false,
      handler: async (request, reply) => reply.send(await handler.fetch(toRequest(request))),
    });
  };
}

function toRequest({ method, originalUrl, raw, body }: FastifyRequestLike): Request {
  const headers = new Headers();
  for (let index = 0; index + 1 < raw.rawHeaders.length; index += 2) {
    headers.append(raw.rawHeaders[index] ?? "", raw.rawHeaders[index + 1] ?? "");
  }
  const bytes = WITHOUT_BODY.includes(method) || !(body instanceof Uint8Array) ? null : new Uint8Array(body);
  // Nothing we do depends on the name we were called by.
  return new Request(`http://localhost${originalUrl}`, { method, headers, body: bytes });
}
