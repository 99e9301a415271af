import { expect, test } from "vitest";
import { createMemoryStore } from "../store/memory-store.ts";
import { fakeClock } from "../testing/fake-clock.ts";
import { createReplayGuard } from "./replay-guard.ts";

test("an id is remembered as long as its assertion could be accepted", async () => {
  const clock = fakeClock();
  const requireFirstUse = createReplayGuard({ clock, store: createMemoryStore(clock) });
  const assertion = { jti: "one", exp: clock.now().getTime() / 1_000 + 60 };

  await requireFirstUse(assertion);
  clock.advance(120);

  await expect(requireFirstUse(assertion)).rejects.toMatchObject({ code: "ASSERTION_INVALID" });
});

test("a full memory refuses new ids rather than forgetting live ones, and recovers", async () => {
  const clock = fakeClock();
  const requireFirstUse = createReplayGuard({ clock, store: createMemoryStore(clock, 2) });
  const assertion = (jti: string) => ({ jti, exp: clock.now().getTime() / 1_000 + 60 });
  await requireFirstUse(assertion("one"));
  await requireFirstUse(assertion("two"));

  await expect(requireFirstUse(assertion("three"))).rejects.toMatchObject({ code: "INTEGRATION_BUSY" });
  clock.advance(122);

  await expect(requireFirstUse(assertion("three"))).resolves.toBeUndefined();
});
