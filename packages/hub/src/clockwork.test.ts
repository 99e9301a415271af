import { expect, test, vi } from "vitest";
import { doRound, startClockwork } from "./clockwork.ts";

test("what fails is logged by its name, without its message, and keeps nothing else from being done", async () => {
  const done: string[] = [];
  const logged: unknown[] = [];
  const rounds = {
    first: async () => void done.push("first"),
    broken: () => Promise.reject(new TypeError("canary")),
    last: async () => void done.push("last"),
  };
  await doRound(rounds, (level, event, fields) => logged.push({ level, event, ...fields }));
  expect(done).toEqual(["first", "last"]);
  expect(logged).toMatchObject([{ level: "warn", event: "clockwork.failed", round: "broken", error: "TypeError" }]);
  expect(JSON.stringify(logged)).not.toContain("canary");
});

test("a round that takes long is not joined by another one, and after a stop there is none", async () => {
  let begun = 0;
  let end = () => undefined as unknown;
  const slow = () =>
    new Promise<void>((resolve) => {
      begun += 1;
      end = () => resolve();
    });
  let looks = 0;
  const clockwork = startClockwork({ slow }, 2, () => undefined);
  const watch = setInterval(() => (looks += 1), 2);
  await vi.waitFor(() => expect([begun, looks > 10]).toEqual([1, true]));
  end();
  await vi.waitFor(() => expect(begun).toBe(2));
  clockwork.stop();
  end();
  looks = 0;
  await vi.waitFor(() => expect(looks).toBeGreaterThan(10));
  clearInterval(watch);
  expect(begun).toBe(2);
});
