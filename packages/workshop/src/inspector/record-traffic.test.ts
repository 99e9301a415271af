import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { expect, onTestFinished, test } from "vitest";
import { recordFetch } from "./record-fetch.ts";
import { recordListener } from "./record-listener.ts";
import { createRecorder, type Recorder } from "./recorder.ts";

function startRecorder() {
  return createRecorder({ clock: () => new Date(), secrets: [] });
}

/** A hub that answers through `handler`, on a port of its own. */
async function startHub(recorder: Recorder, handler: (request: Request) => Response | Promise<Response>) {
  const bound = Promise.withResolvers<AddressInfo>();
  const server = serve({ fetch: recordFetch(handler, { to: "hub", recorder }), port: 0 }, bound.resolve);
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(await bound.promise).port}`;
}

/** Acme Desk that answers through `listener`, on a port of its own. */
async function startService(recorder: Recorder, listener: RequestListener) {
  const server = createServer(recordListener(listener, { to: "service", recorder }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Waits until an exchange has ended: that is recorded a moment after its answer has left. */
async function ended(recorder: Recorder, id = "x-1") {
  const end = Promise.withResolvers<void>();
  const stop = recorder.onChange((exchange) => {
    if (exchange.id === id && exchange.duration_ms !== null) end.resolve();
  });
  if (recorder.find(id)?.duration_ms === null || recorder.find(id) === undefined) await end.promise;
  stop();
  return recorder.find(id);
}

test("the hub gets and answers every byte as without a recorder", async () => {
  const recorder = startRecorder();
  const hub = await startHub(recorder, async (request) => {
    const headers = new Headers({ "content-type": "application/json" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    return new Response(await request.text(), { status: 201, headers });
  });
  const body = JSON.stringify({ note: "x".repeat(200_000) });

  const reply = await fetch(`${hub}/v2/feed/events`, {
    method: "POST",
    body,
    headers: { authorization: "Bearer abc" },
  });

  expect(reply.status).toBe(201);
  expect(reply.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await reply.text()).toBe(body);
  expect(await ended(recorder)).toMatchObject({
    ...{ from: "integration", to: "hub", step: "Feed" },
    request: { body: { bytes: body.length, text: null } },
    response: { status: 201, body: { bytes: body.length, text: null } },
  });
});

test("short bodies are kept as text", async () => {
  const recorder = startRecorder();
  const hub = await startHub(recorder, async (request) => Response.json({ got: await request.json() }));

  const headers = { cookie: "s=1", "content-type": "application/json" };
  await (await fetch(`${hub}/connector/l-1/tickets`, { method: "POST", body: '{"title":"Printer"}', headers })).text();

  expect(await ended(recorder)).toMatchObject({
    ...{ from: "browser", step: "Action" },
    request: { body: { type: "application/json", text: '{"title":"Printer"}' } },
    response: { body: { text: '{"got":{"title":"Printer"}}' } },
  });
});

test("a request that is refused unread is answered at once and recorded", async () => {
  const recorder = startRecorder();
  const hub = await startHub(recorder, () => new Response(null, { status: 413 }));

  const reply = await fetch(`${hub}/v2/feed/events`, { method: "POST", body: "x".repeat(500_000) });

  expect(reply.status).toBe(413);
  expect(await ended(recorder)).toMatchObject({ response: { status: 413 } });
});

test("a stream of events passes as it comes, and only its beginning is recorded", async () => {
  const recorder = startRecorder();
  const stream = new TransformStream<Uint8Array, Uint8Array>();
  const hub = await startHub(
    recorder,
    () => new Response(stream.readable, { headers: { "content-type": "text/event-stream" } }),
  );
  const writer = stream.writable.getWriter();
  void writer.write(new TextEncoder().encode("data: 1\n\n"));

  const reader = (await fetch(`${hub}/connect/f-1`, { headers: { cookie: "s=1" } })).body?.getReader();
  const first = await reader?.read();

  expect(new TextDecoder().decode(first?.value)).toBe("data: 1\n\n");
  expect(await ended(recorder)).toMatchObject({ step: "Status", response: { status: 200, body: { bytes: 0 } } });
  await reader?.cancel();
});

test("pages' files and questions that belong to no flow are not recorded", async () => {
  const recorder = startRecorder();
  const hub = await startHub(recorder, () => new Response("ok"));

  for (const path of ["/", "/assets/a.js", "/api/me", "/api/integrations", "/healthz"]) await fetch(`${hub}${path}`);

  expect(recorder.list()).toEqual([]);
});

test("a hub that fails is recorded as one that failed", async () => {
  const recorder = startRecorder();
  const handler = recordFetch(() => Promise.reject(new Error("secret detail")), { to: "hub", recorder });

  await expect(handler(new Request("http://127.0.0.1/v2/user"))).rejects.toThrow("secret detail");

  expect(recorder.find("x-1")).toMatchObject({ response: null, failure: "The server failed before it answered." });
});

test("Acme Desk gets and answers every byte, and forms say what the step was", async () => {
  const recorder = startRecorder();
  const service = await startService(recorder, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    response.setHeader("x-kept", "1");
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"scope":');
    response.end(`${JSON.stringify(Buffer.concat(parts).toString())}}`);
  });

  const body = new URLSearchParams({ grant_type: "refresh_token", scope: "tickets:read" });
  const reply = await fetch(`${service}/token`, { method: "POST", body });

  expect(await reply.json()).toEqual({ scope: "grant_type=refresh_token&scope=tickets%3Aread" });
  const exchange = await ended(recorder);
  expect(exchange).toMatchObject({
    ...{ from: "integration", to: "service", step: "Refresh" },
    request: { body: { text: "grant_type=refresh_token&scope=tickets%3Aread" } },
    response: { status: 200, body: { type: "application/json" } },
  });
  expect(exchange?.response?.headers).toEqual(
    expect.arrayContaining([
      ["x-kept", "1"],
      ["content-type", "application/json"],
    ]),
  );
});

test("a connection that Acme Desk drops is recorded as one without an answer", async () => {
  const recorder = startRecorder();
  const service = await startService(recorder, (request) => void request.socket.destroy());

  await expect(fetch(`${service}/userinfo`)).rejects.toThrow();

  expect(await ended(recorder)).toMatchObject({
    response: null,
    failure: "The connection was closed before the answer was complete.",
  });
});
