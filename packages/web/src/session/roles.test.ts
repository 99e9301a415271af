import { expect, test } from "vitest";
import { mayChangeThings, seesAdminPanel } from "./roles.ts";

test("an auditor sees the admin panel and changes nothing, a member sees none of it", () => {
  const roles = ["member", "auditor", "administrator"] as const;
  expect(roles.map((role) => seesAdminPanel({ role }))).toEqual([false, true, true]);
  expect(roles.map((role) => mayChangeThings({ role }))).toEqual([false, false, true]);
});
