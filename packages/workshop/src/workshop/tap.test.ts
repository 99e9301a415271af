import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startTap } from "./tap.ts";

/** A tap that changes nothing, in front of a server that says what it heard. */
async function start(listener: RequestListener) {
  const server = createServer(listener);
  server.listen({ host: "localhost", port: 0 });
  await once(server, "listening");
  const upstream = `http://localhost:${(server.address() as AddressInfo).port}`;
  const failures: string[] = [];
  const tap = await startTap({
    port: 0,
    upstream,
    pass: (_from, passing, forward) =>
      forward(passing).catch((error: Error) => {
        failures.push(error.message);
        throw error;
      }),
  });
  onTestFinished(async () => {
    await tap.close();
    server.closeAllConnections();
    server.close();
  });
  return { tap, server, failures };
}

/** Asks with bytes of our own, so that nothing on our side tidies them up. */
async function ask(url: string, { method = "GET", path = "/", headers = ["content-length: 0"] }, body = "") {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write([`${method} ${path} HTTP/1.1`, `host: ${host}`, "connection: close", ...headers, "", body].join("\r\n"));
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  const [head = "", ...rest] = Buffer.concat(parts).toString("latin1").split("\r\n\r\n");
  const [status = "", ...lines] = head.split("\r\n");
  return { status: Number(status.split(" ")[1]), headers: lines, text: rest.join("\r\n\r\n") };
}

test.for(["/linked-accounts/../auth/t-1", "/a/%2e%2e/b", "/a\\b", "//evil.example/", "/t?from=a%20b"])(
  "%s arrives as it was sent, because the hub has signed it so",
  async (path) => {
    const { tap } = await start((incoming, outgoing) => void outgoing.end(incoming.url));

    expect((await ask(tap.url, { path })).text).toBe(path);
  },
);

test.for(["http://evil.example/", "x://evil.example/", "*"])("it is no proxy to elsewhere: %s", async (path) => {
  const { tap } = await start((_, outgoing) => void outgoing.end("reached"));

  expect(await ask(tap.url, { path, method: "OPTIONS" })).toMatchObject({ status: 400 });
});

test("an answer comes back byte for byte, with every cookie and with letters that no header should hold", async () => {
  const { tap } = await start((_, outgoing) => {
    outgoing.setHeader("set-cookie", ["a=1; Path=/", "b=2"]);
    outgoing.setHeader("x-name", Buffer.from("日本 Zoë").toString("latin1"));
    outgoing.setHeader("content-encoding", "gzip");
    outgoing.end(Buffer.from([0, 255, 10, 128]));
  });

  const { status, headers, text } = await ask(tap.url, { path: "/" });

  expect([status, [...Buffer.from(text, "latin1")]]).toEqual([200, [0, 255, 10, 128]]);
  expect(headers.filter((one) => one.startsWith("set-cookie"))).toEqual(["set-cookie: a=1; Path=/", "set-cookie: b=2"]);
  expect(headers).toContain(`x-name: ${Buffer.from("日本 Zoë").toString("latin1")}`);
});

test("HEAD is answered with the length of what GET would bring", async () => {
  const { tap } = await start((_, outgoing) => void outgoing.writeHead(200, { "content-length": 42 }).end());

  const { status, headers, text } = await ask(tap.url, { path: "/", method: "HEAD" });

  expect([status, text]).toEqual([200, ""]);
  expect(headers).toContain("content-length: 42");
});

test("request smuggling: what a sender says of the length of its request is not passed on", async () => {
  const heard: IncomingMessage[] = [];
  const { tap } = await start((incoming, outgoing) => {
    heard.push(incoming);
    incoming.resume().once("end", () => outgoing.end("one"));
  });
  const hidden = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
  const chunk = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`;
  const chunked = ["transfer-encoding: chunked"];

  await ask(tap.url, { path: "/outer", method: "POST", headers: chunked }, chunk);
  const both = await ask(tap.url, { path: "/both", method: "POST", headers: [...chunked, "content-length: 5"] }, chunk);

  expect(heard.map(({ url }) => url)).toEqual(["/outer"]);
  expect(heard[0]?.headers).toMatchObject({ "content-length": String(hidden.length) });
  expect(heard[0]?.headers["transfer-encoding"]).toBeUndefined();
  expect(both.status).toBe(400);
});

test("server-sent events pass while they come, and end with whoever listens", async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { tap } = await start((_, outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/event-stream" }).write("data: first\n\n");
    outgoing.once("close", end);
  });
  const patience = new AbortController();

  const reply = await fetch(tap.url, { signal: patience.signal });
  const first = await reply.body?.getReader().read();
  patience.abort();

  expect(new TextDecoder().decode(first?.value)).toBe("data: first\n\n");
  await ended;
});

test("who asks through the workshop itself gets an endless answer without what never ends", async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { tap } = await start((_, outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/event-stream" }).write("data: first\n\n");
    outgoing.once("close", end);
  });

  const request = { method: "GET", path: "/", headers: new Headers(), body: new Uint8Array() };
  const answer = await tap.send("hub", request);

  expect([answer.status, answer.body.byteLength]).toEqual([200, 0]);
  await ended;
});

test("when whoever asked hangs up, the integration learns it, and it isn't blamed", async () => {
  const { promise: hungUp, resolve } = Promise.withResolvers<void>();
  const patience = new AbortController();
  const { tap, failures } = await start((_, outgoing) => {
    outgoing.once("close", resolve);
    patience.abort();
  });

  await expect(fetch(tap.url, { signal: patience.signal })).rejects.toThrow();
  await hungUp;

  await expect.poll(() => failures).toEqual(["Whoever asked hung up before the integration had answered."]);
});

test("a body that is too long is refused in words", async () => {
  const { tap } = await start((_, outgoing) => void outgoing.end("reached"));

  const headers = [`content-length: ${11 * 1024 * 1024}`];
  const { status, text } = await ask(tap.url, { method: "POST", headers }, "x".repeat(100));

  expect([status, text]).toEqual([413, "The workshop passes on bodies of 10 MB at most.\n"]);
});

test("an integration that is not there yet is said to be not there, and is found once it is", async () => {
  const { tap, server } = await start((_, outgoing) => void outgoing.end("here"));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));

  const early = await fetch(tap.url);
  server.listen({ host: "localhost", port });
  await once(server, "listening");

  expect([early.status, await early.text()]).toEqual([502, "The integration is not listening yet.\n"]);
  expect(await (await fetch(tap.url)).text()).toBe("here");
});

test("a request that HTTP can't carry is not held against the integration", async () => {
  const { tap } = await start((_, outgoing) => void outgoing.end("reached"));
  const request = { method: "GET", path: "/with a blank", headers: new Headers(), body: new Uint8Array() };

  await expect(tap.send("hub", request)).rejects.toThrow("Such a request can't be sent.");
});

test("closing ends what is under way, and blames nobody", async () => {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const { tap, failures } = await start(() => resolve());
  const asked = fetch(tap.url).catch(() => "ended");
  await reached;

  await tap.close();

  await asked;
  expect(failures).toEqual(["The workshop was closed before the integration had answered."]);
});
