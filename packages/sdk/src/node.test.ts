import { connect } from "node:net";
import { expect, test } from "vitest";
import { serve } from "./node.ts";

test("method, path, headers and body arrive, and status, cookies and body come back", async () => {
  const server = await serve({
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const headers = new Headers([
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ]);
      const body = {
        method: request.method,
        path: pathname + search,
        marked: request.headers.get("x-mark"),
        text: await request.text(),
      };
      return new Response(JSON.stringify(body), { status: 201, headers });
    },
  });

  const answer = await fetch(`${server.url}/a%2Fb?c=d`, {
    method: "POST",
    headers: { "x-mark": "yes" },
    body: "hello",
  });

  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ method: "POST", path: "/a%2Fb?c=d", marked: "yes", text: "hello" });
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  await server.close();
});

test("closing lets a running request finish and takes no new one", async () => {
  const entered = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const server = await serve({
    fetch: async () => {
      entered.resolve();
      await finish.promise;
      return new Response("done");
    },
  });
  const started = performance.now();
  const running = fetch(server.url);
  await entered.promise;

  const closed = server.close();
  const late = await fetch(server.url).catch(() => "refused");
  finish.resolve();

  expect(await (await running).text()).toBe("done");
  expect(late).toBe("refused");
  await closed;
  // Far less than a keep-alive: the connection was closed as soon as it was idle.
  expect(performance.now() - started).toBeLessThan(1_000);
});

test("a request line that is no URL is answered 400, and the server lives on", async () => {
  const server = await serve({ fetch: () => new Response("alive") });
  const { port, hostname } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const said = Promise.withResolvers<string>();
  socket.once("data", (data) => said.resolve(String(data)));

  socket.write("TRACE / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

  expect(await said.promise).toMatch(/^HTTP\/1.1 400/);
  expect(await (await fetch(server.url)).text()).toBe("alive");
  socket.destroy();
  await server.close();
});
