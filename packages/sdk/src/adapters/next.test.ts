import { HEADERS } from "@joinery/contract";
import { UnsecuredJWT } from "jose";
import { expect, test } from "vitest";
import { DELICATE_BYTES, ECHO_COOKIES, type Echoed, echo } from "../testing/echo.ts";
import { toNextHandlers } from "./next.ts";

const { GET, POST } = toNextHandlers(echo);

async function targetOf(received: string, signed: string): Promise<string> {
  const headers = { [HEADERS.assertion]: new UnsecuredJWT({ path: signed }).encode() };
  const answer = await POST(
    new Request(`http://localhost${received}`, { method: "POST", headers, body: DELICATE_BYTES }),
  );
  const { target, bytes } = (await answer.json()) as Echoed;
  expect(bytes).toEqual([...DELICATE_BYTES]);
  return target;
}

test("a query that Next.js has written anew gets back the spelling that the hub has signed", async () => {
  const signed = "?a=%41&at=10:00&a=1+2&flag";

  expect(await targetOf("/acme/x?a=A&a=1+2&at=10%3A00&flag=", `/x${signed}`)).toBe(`/acme/x${signed}`);
});

test.each([
  ["another value", "/x?a=2"],
  ["one more", "/x?a=1&a=2"],
  ["another order of values", "/x?a=2&a=1"],
  ["none", "/x"],
  ["a fragment", "/x#?a=1"],
])("a signed query that says something else (%s) is not taken over", async (_what, signed) => {
  const received = signed.includes("a=2&a=1") ? "/x?a=1&a=2" : "/x?a=1";

  expect(await targetOf(received, signed)).toBe(received);
});

test("what is no assertion changes nothing", async () => {
  const asked = new Request("http://localhost/connect/callback?code=%41", { headers: { [HEADERS.assertion]: "x.y" } });

  const answer = await GET(asked);

  expect(((await answer.json()) as Echoed).target).toBe("/connect/callback?code=%41");
  expect(answer.headers.getSetCookie()).toEqual(ECHO_COOKIES);
});
