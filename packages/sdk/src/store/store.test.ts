import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { fileStore } from "../node/file-store.ts";
import { fakeClock } from "../testing/fake-clock.ts";
import { createMemoryStore } from "./memory-store.ts";
import { type Store, scopeStore } from "./store.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "joinery-store-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([
  ["in memory", (): Store => createMemoryStore(systemClock)],
  ["in a folder", (): Store => fileStore(join(folder, crypto.randomUUID(), "made"))],
])("a store %s", (_name, create) => {
  test("remembers the first of two, and finds it", async () => {
    const store = create();

    expect(await store.putIfAbsent("key", "first", 60)).toBe(true);
    expect(await store.putIfAbsent("key", "second", 60)).toBe(false);
    expect(await store.find("key")).toBe("first");
    expect(await store.find("another key")).toBeUndefined();
  });

  test("lets one win among many at the same moment", async () => {
    const store = create();

    const won = await Promise.all(Array.from({ length: 20 }, (_, index) => store.putIfAbsent("key", `${index}`, 60)));

    expect(won.filter(Boolean)).toHaveLength(1);
  });

  test("forgets a key only for whoever put it there", async () => {
    const store = create();
    await store.putIfAbsent("key", "mine", 60);

    await store.remove("key", "yours");
    expect(await store.find("key")).toBe("mine");
    await store.remove("key", "mine");
    await store.remove("key", "mine");

    expect(await store.putIfAbsent("key", "next", 60)).toBe(true);
  });

  test("what has expired is gone, and whoever held it can't remove what came after", async () => {
    const store = create();
    await store.putIfAbsent("key", "old", 0);

    expect(await store.find("key")).toBeUndefined();
    expect(await store.putIfAbsent("key", "new", 60)).toBe(true);
    await store.remove("key", "old");

    expect(await store.find("key")).toBe("new");
  });

  test("keys are told apart, whatever they contain", async () => {
    const store = create();
    const keys = ["a/b", "a", "../a", "A", "a b"];

    const put = await Promise.all(keys.map((key) => store.putIfAbsent(key, key, 60)));

    expect(put).toEqual(keys.map(() => true));
    expect(await Promise.all(keys.map((key) => store.find(key)))).toEqual(keys);
  });
});

test("two integrations that share a store do not meet in it", async () => {
  const shared = createMemoryStore(fakeClock());

  const [one, other] = [scopeStore(shared, "l-1"), scopeStore(shared, "l-2")];

  expect(await one.putIfAbsent("key", "one", 60)).toBe(true);
  expect(await other.putIfAbsent("key", "other", 60)).toBe(true);
  expect(await one.find("key")).toBe("one");
});

test.each([
  ["fails", () => Promise.reject(new Error("connection refused"))],
  ["never answers", () => new Promise<never>(() => undefined)],
])("a store that %s is a refusal to try again later", async (_name, act) => {
  const store = scopeStore({ find: act, putIfAbsent: act, remove: act }, "l-1", 10);
  const busy = { code: "INTEGRATION_BUSY" };

  await expect(store.find("key")).rejects.toMatchObject(busy);
  await expect(store.putIfAbsent("key", "value", 60)).rejects.toMatchObject(busy);
  await expect(store.remove("key", "value")).rejects.toMatchObject(busy);
});

test("a full memory refuses new keys rather than forgetting live ones, and recovers", async () => {
  const clock = fakeClock();
  const store = createMemoryStore(clock, 2);
  await store.putIfAbsent("one", "1", 60);
  await store.putIfAbsent("two", "2", 60);

  await expect(store.putIfAbsent("three", "3", 60)).rejects.toMatchObject({ code: "INTEGRATION_BUSY" });
  expect(await store.putIfAbsent("one", "again", 60)).toBe(false);
  clock.advance(60);

  expect(await store.putIfAbsent("three", "3", 60)).toBe(true);
});

test("a folder's files tell no key, and nothing that has expired stays when it is opened again", async () => {
  const own = join(folder, "tidy");
  const store = fileStore(own);
  await store.putIfAbsent("canary/expired", "x", 0);
  await store.putIfAbsent("canary/live", "x", 60);
  const before = await readdir(own);

  await fileStore(own).putIfAbsent("canary/other", "x", 60);

  expect(before).toHaveLength(2);
  expect(before.join()).not.toContain("canary");
  expect(await readdir(own)).toHaveLength(2);
});

test("a guard that a dead process left behind does not block a folder", async () => {
  const own = join(folder, "crashed");
  const store = fileStore(own);
  await store.putIfAbsent("key", "x", 60);
  const [file = ""] = await readdir(own);
  const guard = join(own, `${file}.guard`);
  await writeFile(guard, "");
  await utimes(guard, new Date(0), new Date(0));

  await store.remove("key", "x");

  expect(await readdir(own)).toEqual([]);
});

test("of many that meet a guard of a dead process one wins", async () => {
  const own = join(folder, "crowded");
  const store = fileStore(own);
  await store.putIfAbsent("key", "x", 60);
  const [file = ""] = await readdir(own);
  const guard = join(own, `${file}.guard`);

  for (let round = 0; round < 20; round += 1) {
    await rm(join(own, file));
    await writeFile(guard, "");
    await utimes(guard, new Date(0), new Date(0));
    const won = await Promise.all(Array.from({ length: 12 }, (_, index) => store.putIfAbsent("key", `${index}`, 60)));
    expect(won.filter(Boolean)).toHaveLength(1);
  }

  expect(await readdir(own)).toEqual([file]);
});

test("a file that can't be read refuses its own key, and no other", async () => {
  const own = join(folder, "damaged");
  await fileStore(own).putIfAbsent("key", "x", 60);
  const [file = ""] = await readdir(own);
  await writeFile(join(own, file), "");
  const store = fileStore(own);

  expect(await store.putIfAbsent("other", "x", 60)).toBe(true);
  await expect(store.putIfAbsent("key", "x", 60)).rejects.toThrow();
});
