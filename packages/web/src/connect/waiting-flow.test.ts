import { expect, test } from "vitest";
import { findWaitingFlow, forgetWaitingFlow, isOpenable, rememberWaitingFlow } from "./waiting-flow.ts";
import { readStatus } from "./watch-flow.ts";

/** Storage as a browser has it, kept in memory. */
function createStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

const waiting = { flow: "f-1", authorizationUrl: "https://desk.example/connect/f-1" };

test("a flow is found again, for its own subject only", () => {
  const storage = createStorage();
  rememberWaitingFlow(storage, "l-1", waiting);
  expect(findWaitingFlow(storage, "l-1")).toEqual(waiting);
  expect(findWaitingFlow(storage, "l-2")).toBeUndefined();
  forgetWaitingFlow(storage, "l-1");
  expect(findWaitingFlow(storage, "l-1")).toBeUndefined();
});

test.each(["no json", "null", "[]", '{"flow":1}', '{"flow":"f-1","authorizationUrl":"javascript:alert(1)"}'])(
  "%s in the storage is as good as nothing",
  (kept) => {
    const storage = createStorage();
    storage.setItem("joinery.waiting.l-1", kept);
    expect(findWaitingFlow(storage, "l-1")).toBeUndefined();
  },
);

test.each(["javascript:alert(1)", "data:text/html,x", "blob:https://a", "/relative", ""])("%j is never opened", (url) =>
  expect(isOpenable(url)).toBe(false),
);

test("an event that is no status is ignored", () => {
  expect(readStatus('{"flow":"f-1","state":"burned"}')).toMatchObject({ state: "burned" });
  expect([readStatus("…"), readStatus("{}"), readStatus(undefined)]).toEqual([undefined, undefined, undefined]);
});
