import { expect, test } from "vitest";
import { boundedFetch } from "./bounded-fetch.ts";

const LIMITS = { milliseconds: 20, bytes: 100 };

test("an answer that never comes is given up", async () => {
  const hangs = boundedFetch(() => new Promise(() => {}), LIMITS);

  await expect(hangs("https://slow.example")).rejects.toMatchObject({ name: "TimeoutError" });
});

test("a body that never ends is given up", async () => {
  const drips = boundedFetch(
    async () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) })),
    LIMITS,
  );

  await expect(drips("https://slow.example")).rejects.toMatchObject({ name: "TimeoutError" });
});

test("a flood is cut off at the limit", async () => {
  let chunks = 0;
  const flood = new ReadableStream({
    pull: (controller) => {
      chunks += 1;
      controller.enqueue(new Uint8Array(60));
    },
  });
  const fetch = boundedFetch(async () => new Response(flood), LIMITS);

  await expect(fetch("https://loud.example")).rejects.toMatchObject({ name: "TooLarge" });
  expect(chunks).toBeLessThan(5);
});

test("redirects are not followed unless the caller asks", async () => {
  const asked: unknown[] = [];
  const fetch = boundedFetch(async (_input, init) => {
    asked.push(init?.redirect);
    return new Response(null, { status: 204 });
  }, LIMITS);

  await fetch("https://a.example");

  expect(asked).toEqual(["manual"]);
});
