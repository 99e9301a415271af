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

test.for(["/v2/connect/f-1/redeem", "/v2/connect/f-1/claim", "/.well-known/jwks.json"])(
  "%s does not exist in a hub that speaks Blink's contract only",
  async (path) => {
    const { send, heard } = startEcho();

    const reply = await send(path);

    expect([reply.status, await reply.json()]).toEqual([404, expect.objectContaining({ code: "NOT_FOUND" })]);
    expect(heard).toEqual([]);
  },
);

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

test("pages and the proxy are the hub's own business", async () => {
  const { send, heard } = startEcho();

  await send("/connector/l-1/tickets", { method: "POST", headers: { "joinery-reconnect": "k-1" } });

  expect(heard[0]?.headers.get("joinery-reconnect")).toBe("k-1");
});

async function dataOf(reply: Response): Promise<unknown> {
  return ((await reply.json()) as { data: unknown }).data;
}
