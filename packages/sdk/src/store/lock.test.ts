import { expect, test } from "vitest";
import { fakeClock } from "../testing/fake-clock.ts";
import { LockHeld, takeLock } from "./lock.ts";
import { createMemoryStore } from "./memory-store.ts";

function startProcesses() {
  const clock = fakeClock();
  const store = createMemoryStore(clock);
  return { clock, store, take: () => takeLock("account", { clock, store }) };
}

test("a lock that is given back can be taken at once", async () => {
  const { clock, take } = startProcesses();

  const first = await take();
  await first.release();
  await take();

  expect(clock.slept).toEqual([]);
});

test("nobody waits longer than ten seconds", async () => {
  const { clock, take } = startProcesses();
  await take();
  const began = clock.now().getTime();

  await expect(take()).rejects.toBeInstanceOf(LockHeld);

  expect(clock.now().getTime() - began).toBe(10_000);
});

test("a lock of a holder that died ends after a minute, and its late release takes it from nobody", async () => {
  const { clock, take } = startProcesses();
  const dead = await take();
  clock.advance(49);
  await expect(take()).rejects.toBeInstanceOf(LockHeld);
  clock.advance(1);

  const next = await take();
  await dead.release();

  expect(next.heldUntil).toEqual(new Date(dead.heldUntil.getTime() + 60_000));
  await expect(take()).rejects.toBeInstanceOf(LockHeld);
});
