import { expect, test } from "vitest";
import { sendWithin, textAnswer } from "./send-within.ts";

const SENT = [
  ["Set-Cookie", "first=secret"],
  ["set-cookie", "second=2"],
  ["__proto__", "x"],
] as const;

test("every cookie of an answer is looked at, and not only the last", async () => {
  const body = new Uint8Array();
  const passed = await sendWithin(1_000, async () => ({ status: 200, headers: SENT, body }));
  const fetched = await textAnswer(new Response("", { headers: SENT.slice(0, 2).map((pair) => [...pair]) }), 0);

  expect(passed.headers["set-cookie"]).toBe("first=secret, second=2");
  expect(fetched.headers["set-cookie"]).toBe("first=secret, second=2");
  expect(Object.keys(passed.headers)).toEqual(["set-cookie", "__proto__"]);
});

test("an answer that comes after patience has ended is nobody's, and fails nothing", async () => {
  const { promise: late, reject } = Promise.withResolvers<never>();

  const answer = await sendWithin(1, () => late);
  reject(new Error("too late"));

  expect(answer).toMatchObject({ status: 0, failure: "No answer within 1 ms." });
});
