import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { toExpressHandler } from "../node/express.ts";
import { toNodeListener } from "../node.ts";
import { DELICATE_BYTES, DELICATE_TARGET, ECHO_COOKIES, type Echoed, echo } from "../testing/echo.ts";
import { toFastifyPlugin } from "./fastify.ts";
import { toHonoHandler } from "./hono.ts";

type Handler = typeof echo;

/** Each way in which an app of that framework listens with an integration in it. */
const SERVERS: Record<string, (handler: Handler) => Promise<Server>> = {
  "node:http": async (handler) => createServer(toNodeListener(handler)).listen(0, "127.0.0.1"),
  express: async (handler) => express().use("/acme", toExpressHandler(handler)).listen(0, "127.0.0.1"),
  "express behind express.raw()": async (handler) =>
    express()
      .use(express.raw({ type: () => true, limit: "1mb" }))
      .use(toExpressHandler(handler))
      .listen(0, "127.0.0.1"),
  fastify: async (handler) => {
    const app = Fastify();
    await app.register(toFastifyPlugin(handler), { prefix: "/acme" });
    await app.listen({ port: 0, host: "127.0.0.1" });
    return app.server;
  },
  hono: async (handler) => {
    const app = new Hono().basePath("/acme");
    app.all("/*", toHonoHandler(handler));
    return await new Promise<Server>((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(server as Server));
    });
  },
};

async function listen(make: (handler: Handler) => Promise<Server>, handler: Handler = echo) {
  const server = await make(handler);
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

test.each(Object.entries(SERVERS))(
  "%s: body, path and query arrive byte for byte, two cookies come back as two",
  async (_name, make) => {
    await using server = await listen(make);

    const answer = await fetch(server.url + DELICATE_TARGET, {
      method: "POST",
      headers: { "content-type": "application/json", "x-mark": "yes", cookie: "one=1; two=2" },
      body: DELICATE_BYTES,
    });

    const echoed = (await answer.json()) as Echoed;
    expect(answer.status).toBe(201);
    expect(echoed).toMatchObject({ method: "POST", target: DELICATE_TARGET, bytes: [...DELICATE_BYTES] });
    expect(new Headers(echoed.headers).get("x-mark")).toBe("yes");
    expect(new Headers(echoed.headers).get("cookie")).toBe("one=1; two=2");
    expect(answer.headers.getSetCookie()).toEqual(ECHO_COOKIES);
    expect(answer.headers.get("x-answer")).toBe("one, two");
  },
);

test.each(Object.entries(SERVERS))(
  "%s: every method arrives, with and without a body, of any type or none",
  async (_name, make) => {
    await using server = await listen(make);
    const asked = [
      ["GET", undefined],
      ["DELETE", undefined],
      ["DELETE", "application/json"],
      ["PUT", "text/plain"],
      ["PATCH", "application/x-www-form-urlencoded"],
      ["POST", "multipart/form-data; boundary=x"],
      ["POST", "unheard/of"],
      ["POST", undefined],
    ] as const;

    const arrived = await Promise.all(
      asked.map(async ([method, type]) => {
        const headers = type === undefined ? {} : { "content-type": type };
        const body = type === undefined ? null : DELICATE_BYTES;
        const answer = await fetch(`${server.url}/acme/x`, { method, headers, body });
        const echoed = (await answer.json()) as Echoed;
        return [answer.status, echoed.method, echoed.bytes.length];
      }),
    );

    expect(arrived).toEqual(
      asked.map(([method, type]) => [201, method, type === undefined ? 0 : DELICATE_BYTES.length]),
    );
  },
);

test.each(Object.entries(SERVERS))("%s: HEAD is answered with the headers and no body", async (_name, make) => {
  await using server = await listen(make);

  const answer = await fetch(`${server.url}/acme/x`, { method: "HEAD" });

  expect([answer.status, answer.headers.get("x-answer"), await answer.text()]).toEqual([201, "one, two", ""]);
});

test.each(Object.entries(SERVERS))(
  "%s: an answer without a body, and one that comes in parts, arrive as they are",
  async (_name, make) => {
    const streamed = () => {
      const parts = ["one ", "two ", "three"].map((part) => new TextEncoder().encode(part));
      return new ReadableStream<Uint8Array>({
        pull: (controller) => {
          const part = parts.shift();
          if (part === undefined) controller.close();
          else controller.enqueue(part);
        },
      });
    };
    const answers = async (request: Request) =>
      new URL(request.url).pathname === "/acme/empty" ? new Response(null, { status: 204 }) : new Response(streamed());
    await using server = await listen(make, { fetch: answers });

    const [empty, parts] = await Promise.all([fetch(`${server.url}/acme/empty`), fetch(`${server.url}/acme/parts`)]);

    expect([empty.status, await empty.text()]).toEqual([204, ""]);
    expect([parts.status, await parts.text()]).toEqual([200, "one two three"]);
  },
);
