import type { AddressInfo } from "node:net";
import express, { type Request as ExpressRequest, type Response as ExpressResponse, type NextFunction } from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { toExpressHandler } from "../node/express.ts";
import { DELICATE_BYTES, type Echoed, echo } from "../testing/echo.ts";
import { toFastifyPlugin } from "./fastify.ts";
import { toHonoHandler } from "./hono.ts";
import { toNextHandlers } from "./next.ts";

const JSON_BODY = { method: "POST", headers: { "content-type": "application/json" }, body: '{ "a": 1 }' };

async function askExpress(app: express.Express, init: RequestInit): Promise<Response> {
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, init);
    return new Response(await answer.arrayBuffer(), answer);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Express's last handler: says what came to it. */
function tell(error: Error, _request: ExpressRequest, response: ExpressResponse, _next: NextFunction): void {
  response.status(500).send(`${error.name}: ${error.message}`);
}

test("Express: behind express.json() a request is refused, and the error says where to mount the integration", async () => {
  const reached: string[] = [];
  const handler = {
    fetch: (request: Request) => {
      reached.push(request.url);
      return new Response("reached");
    },
  };
  const app = express().use(express.json()).use(toExpressHandler(handler)).use(tell);

  const answer = await askExpress(app, JSON_BODY);

  expect(answer.status).toBe(500);
  expect(await answer.text()).toMatch(/^BodyAlreadyRead: .*Mount toExpressHandler before express\.json\(\)/);
  expect(reached).toEqual([]);
});

test("Express: behind express.json() what has no body passes, because nothing is lost", async () => {
  const app = express().use(express.json()).use(toExpressHandler(echo)).use(tell);

  const looked = await askExpress(app, { method: "GET" });
  const pressed = await askExpress(app, { method: "POST", headers: { "content-type": "application/json" } });

  expect([looked.status, pressed.status]).toEqual([201, 201]);
});

test("Express: a platform that parses bodies and keeps the bytes as rawBody serves as well", async () => {
  const verify = (request: object, _response: unknown, bytes: Uint8Array) =>
    void Object.assign(request, { rawBody: bytes });
  const app = express().use(express.json({ verify })).use(toExpressHandler(echo)).use(tell);

  const echoed = (await (await askExpress(app, JSON_BODY)).json()) as Echoed;

  expect(new TextDecoder().decode(new Uint8Array(echoed.bytes))).toBe(JSON_BODY.body);
});

test("Fastify: parsers of the app do not reach into the plugin, and still parse outside", async () => {
  const app = Fastify();
  app.post("/own", async (request) => ({ own: request.body }));
  await app.register(toFastifyPlugin(echo), { prefix: "/acme" });
  const json = { method: "POST", headers: { "content-type": "application/json" } } as const;

  const own = await app.inject({ ...json, url: "/own", payload: JSON_BODY.body });
  const ours = await app.inject({ ...json, url: "/acme/x", payload: Buffer.from(DELICATE_BYTES) });

  expect(own.json()).toEqual({ own: { a: 1 } });
  expect(ours.json<Echoed>().bytes).toEqual([...DELICATE_BYTES]);
});

test("Fastify: a body of more than 1 MB is refused before it is held", async () => {
  const app = Fastify();
  await app.register(toFastifyPlugin(echo));

  const answer = await app.inject({ method: "POST", url: "/x", payload: Buffer.alloc(1_048_577) });

  expect(answer.statusCode).toBe(413);
});

test("Hono: a middleware that has read the body is named in the error", async () => {
  const app = new Hono();
  app.use(async (context, next) => {
    await context.req.json();
    await next();
  });
  app.all("/*", toHonoHandler(echo));
  app.onError((error, context) => context.text(`${error.name}: ${error.message}`, 500));

  const answer = await app.request("/x", JSON_BODY);

  expect(answer.status).toBe(500);
  expect(await answer.text()).toMatch(/^BodyAlreadyRead: .*before middleware that reads bodies/);
});

test("Next.js: a wrapper that has read the body is told so", async () => {
  const { POST } = toNextHandlers(echo);
  const request = new Request("http://localhost/x", JSON_BODY);
  await request.json();

  await expect(POST(request)).rejects.toThrow("read no body around them");
});

test("Next.js: the integration is not created before the first request, because a build has no settings", async () => {
  let made = 0;
  const { GET, POST } = toNextHandlers(() => {
    made += 1;
    return echo;
  });
  expect(made).toBe(0);

  await GET(new Request("http://localhost/x"));
  await POST(new Request("http://localhost/x", JSON_BODY));

  expect(made).toBe(1);
});
