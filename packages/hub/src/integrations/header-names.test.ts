import { expect, test } from "vitest";
import { faultsOfHeaders } from "./header-names.ts";

test("names that an integration may get are fine", () => {
  expect(faultsOfHeaders(["x-tenant", "accept-datetime"])).toEqual([]);
});

test("names that are never passed on are refused where they stand", () => {
  const paths = faultsOfHeaders(["x-tenant", "cookie", "authorization", "joinery-flow", "x-forwarded-for"]);
  expect(paths.map((fault) => fault.path)).toEqual([1, 2, 3, 4].map((index) => `forwarded_headers.${index}`));
});
