import { expect, test } from "vitest";
import { standInForBlink } from "./blink-stand-in.ts";

const HUB = "http://127.0.0.1:4000";

/** A hub that answers what it was told, and an account as our hub presents it. */
function startEcho() {
  const heard: { headers: Headers; body: string }[] = [];
  const account = { linked_account_id: "k-1", external_account_id: "john.doe", state: "active", verified: false };
  const fetch = standInForBlink(async (request) => {
    heard.push({ headers: request.headers, body: await request.text() });
    return Response.json({ code: "OK", message: "OK", data: request.url.endsWith("k-1") ? account : [account] });
  });
  return { heard, send: (path: string, init?: RequestInit) => fetch(new Request(`${HUB}${path}`, init)) };
}

test.for([
  ...["/v2/connect/f-1/redeem", "/v2/connect/f-1/claim", "/connect/f-1/verify", "/.well-known/jwks.json"],
  ...["/v2/%63onnect/f-1/claim", "/%762/connect/f-1/claim", "/connect/f-1/%76erify", "/.well-known/jwks%2ejson"],
])("%s does not exist in a hub that speaks Blink's contract only", async (path) => {
  const { send, heard } = startEcho();

  const reply = await send(path);

  expect([reply.status, await reply.json()]).toEqual([404, expect.objectContaining({ code: "NOT_FOUND" })]);
  expect(heard).toEqual([]);
});

test("what an integration says of our own contract is not heard", async () => {
  const { send, heard } = startEcho();
  const headers = { "joinery-flow": "f-1", "Joinery-Claim": "c", authorization: "Bearer t" };

  await send("/v2/user/u-1/linked-accounts", { method: "POST", headers, body: '{"auth_id":"t-1"}' });
  await send("/v2/user/u-1/linked-accounts/k-1", { method: "DELETE", body: '{"revocation":"revoked","detail":"x"}' });

  expect(heard.map(({ body }) => body)).toEqual(['{"auth_id":"t-1"}', "{}"]);
  expect([...(heard[0]?.headers.keys() ?? [])]).not.toContain("joinery-flow");
  expect([...(heard[0]?.headers.keys() ?? [])]).not.toContain("joinery-claim");
  expect(heard[0]?.headers.get("authorization")).toBe("Bearer t");
});

test("accounts come back as Blink describes them", async () => {
  const { send } = startEcho();

  const one = await dataOf(await send("/v2/user/u-1/linked-accounts/k-1"));
  const list = await dataOf(await send("/v2/user/u-1/linked-accounts"));

  expect(one).toEqual({ linked_account_id: "k-1", external_account_id: "john.doe" });
  expect(list).toEqual([one]);
});

test("what Blink documents passes byte for byte: query, precondition, idempotency key, body and version", async () => {
  const bytes = new Uint8Array([123, 34, 97, 34, 58, 34, 255, 254, 34, 125]);
  const heard: unknown[] = [];
  const fetch = standInForBlink(async (request) => {
    const { headers, url, method } = request;
    heard.push(method, url, [headers.get("if-match"), headers.get("idempotency-key"), headers.get("content-type")]);
    heard.push([...new Uint8Array(await request.arrayBuffer())]);
    return Response.json({ data: { version: 2 } }, { status: 201, headers: { etag: '"2"', "retry-after": "3" } });
  });
  const headers = { "if-match": '"1"', "idempotency-key": "once", "content-type": "application/json" };

  const url = `${HUB}/v2/user/u-1/linked-accounts?auth_id=t-1&a=%20`;
  const reply = await fetch(new Request(url, { method: "POST", headers, body: bytes }));

  expect(heard).toEqual(["POST", url, ['"1"', "once", "application/json"], [...bytes]]);
  expect([reply.status, reply.headers.get("etag"), reply.headers.get("retry-after")]).toEqual([201, '"2"', "3"]);
  expect(await dataOf(reply)).toEqual({ version: 2 });
});

test("HEAD is answered like GET, without a body", async () => {
  const fetch = standInForBlink(async () => new Response(null, { headers: { "content-type": "application/json" } }));

  const reply = await fetch(new Request(`${HUB}/v2/user/u-1/linked-accounts`, { method: "HEAD" }));

  expect([reply.status, await reply.text()]).toEqual([200, ""]);
});

test.for(["", "null", "[", '"revocation"', "[1]", '{"revocation":'])(
  "a body that is no report reaches the hub, which says what is wrong with it: %s",
  async (body) => {
    const { send, heard } = startEcho();

    await send("/v2/user/u-1/linked-accounts/k-1", { method: "DELETE", body });

    expect(heard[0]?.body).toBe(body);
  },
);

test("a body that never ends is not collected before the hub can refuse it", async () => {
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_024)) });
  const fetch = standInForBlink(async (request) => {
    await request.body?.getReader().read();
    return new Response(null, { status: 413 });
  });
  const init = { method: "POST", body: endless, duplex: "half" } as const;

  expect((await fetch(new Request(`${HUB}/v2/user/u-1/linked-accounts`, init))).status).toBe(413);
});

test("pages and the proxy are the hub's own business", async () => {
  const { send, heard } = startEcho();

  await send("/connector/l-1/tickets", { method: "POST", headers: { "joinery-reconnect": "k-1" } });

  expect(heard[0]?.headers.get("joinery-reconnect")).toBe("k-1");
});

async function dataOf(reply: Response): Promise<unknown> {
  return ((await reply.json()) as { data: unknown }).data;
}
