import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { CHECKS } from "./checks/all-checks.ts";
import { ConformanceMisuse } from "./misuse.ts";
import { LATEST_REQUIREMENTS, REQUIREMENTS, readRequirements } from "./requirements.ts";

const IDS = Object.values(REQUIREMENTS["1.0"]).flat();

test("1.0 is frozen: nothing is added to it and nothing removed from it", () => {
  expect(Object.entries(REQUIREMENTS["1.0"]).map(([profile, ids]) => [profile, ids.length])).toEqual([
    ["core", 44],
    ["revoke", 10],
    ["refresh", 8],
    ["multi-account", 4],
    ["verified", 12],
  ]);
  const digest = createHash("sha256")
    .update([...IDS].sort().join("\n"))
    .digest("hex");
  expect(digest).toBe("377b70641097249ff10e0425465342e2fa4132c027848801317507afb4e2e8ca");
});

test("every id of a set is a check of that profile, and stands there once", () => {
  const wrong = Object.entries(REQUIREMENTS["1.0"]).flatMap(([profile, ids]) =>
    ids.filter((id) => CHECKS.find((check) => check.id === id)?.profile !== profile),
  );
  expect(wrong).toEqual([]);
  expect(new Set(IDS).size).toBe(IDS.length);
});

test("every check is asked for by the latest set", () => {
  const asked = new Set(Object.values(REQUIREMENTS[LATEST_REQUIREMENTS]).flat());
  expect(CHECKS.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
});

test("every check says in words what holds, why, how it looks and what to do", () => {
  for (const { id, sentence, reason, example, fix } of CHECKS) {
    expect(id).toMatch(/^(core|revoke|refresh|multi-account|verified)(\.[a-z0-9-]+)+$/);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(reason).toMatch(/\.$/);
    expect(fix).toMatch(/\.$/);
    expect(example).not.toBe("");
  }
});

test.each(["2.0", "", "toString", "1"])("there is no set named %j", (name) => {
  expect(() => readRequirements(name)).toThrow(ConformanceMisuse);
});
