import { expect, test } from "vitest";
import { fakeClock } from "../testing/fake-clock.ts";
import { createReplayGuard } from "./replay-guard.ts";

test("an id is remembered as long as its assertion could be accepted", () => {
  const clock = fakeClock();
  const remember = createReplayGuard(clock);
  const assertion = { jti: "one", exp: clock.now().getTime() / 1_000 + 60 };

  remember(assertion);
  clock.advance(119);

  expect(() => remember(assertion)).toThrow(expect.objectContaining({ code: "ASSERTION_INVALID" }));
});

test("a full memory refuses new ids rather than forgetting live ones, and recovers", () => {
  const clock = fakeClock();
  const remember = createReplayGuard(clock, 2);
  const assertion = (jti: string) => ({ jti, exp: clock.now().getTime() / 1_000 + 60 });
  remember(assertion("one"));
  remember(assertion("two"));

  expect(() => remember(assertion("three"))).toThrow(expect.objectContaining({ code: "INTEGRATION_BUSY" }));
  clock.advance(121);

  expect(() => remember(assertion("three"))).not.toThrow();
});
