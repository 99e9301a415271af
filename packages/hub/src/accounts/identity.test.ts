import { expect, test } from "vitest";
import { identityKeyOf } from "./identity.ts";

test("the service's stable key decides, the label only without one", () => {
  const label = { external_account_id: "john.doe" };
  expect(identityKeyOf({ ...label, external_subject: "iss|1" })).toBe("subject:iss|1");
  expect(identityKeyOf(label)).toBe("label:john.doe");
  expect(identityKeyOf({ ...label, external_subject: null })).toBe("label:john.doe");
});

test("a label can't pass for a subject", () => {
  expect(identityKeyOf({ external_account_id: "subject:iss|1" })).not.toBe(
    identityKeyOf({ external_account_id: "x", external_subject: "iss|1" }),
  );
});
