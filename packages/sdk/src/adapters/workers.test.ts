import { expect, test } from "vitest";
import { type Echoed, echo } from "../testing/echo.ts";
import { toWorker } from "./workers.ts";

function createContext() {
  const waitedFor: Promise<unknown>[] = [];
  return { waitedFor, waitUntil: (promise: Promise<unknown>) => void waitedFor.push(promise) };
}

test("the integration is created of the bindings, with the first request and only once", async () => {
  const seen: string[] = [];
  const worker = toWorker((env: { JOINERY_HUB: string }) => {
    seen.push(env.JOINERY_HUB);
    return echo;
  });
  const env = { JOINERY_HUB: "https://hub.example" };
  expect(seen).toEqual([]);

  const answers = await Promise.all(
    ["/a", "/b"].map((path) => worker.fetch(new Request(`https://worker.example${path}`), env, createContext())),
  );

  const targets = await Promise.all(answers.map(async (answer) => ((await answer.json()) as Echoed).target));
  expect(targets).toEqual(["/a", "/b"]);
  expect(seen).toEqual(["https://hub.example"]);
});

test("a visitor who hangs up does not end what was begun for them", async () => {
  const answered = Promise.withResolvers<Response>();
  const worker = toWorker(() => ({ fetch: () => answered.promise }));
  const context = createContext();

  void worker.fetch(new Request("https://worker.example/x"), {}, context);
  const before = context.waitedFor.length;
  answered.resolve(new Response("done"));

  expect(before).toBeGreaterThan(0);
  await expect(Promise.all(context.waitedFor)).resolves.toBeDefined();
});

test("what is unfinished is taken up after an answer, every two seconds at most, and whenever a cron trigger says so", async () => {
  let looks = 0;
  const unfinished = { keepIn: () => undefined, settle: async () => ++looks };
  const worker = toWorker(() => ({ ...echo, unfinished }));
  const env = {};
  const context = createContext();

  await worker.fetch(new Request("https://worker.example/x"), env, context);
  await worker.fetch(new Request("https://worker.example/y"), env, context);
  await Promise.all(context.waitedFor);
  expect(looks).toBe(1);
  worker.scheduled({}, env, context);
  await Promise.all(context.waitedFor);

  expect(looks).toBe(2);
});
