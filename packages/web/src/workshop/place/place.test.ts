import { expect, test } from "vitest";
import { addressOf, type Place, placeAt } from "./place.ts";

const PLACES: Place[] = [
  { page: "inspector" },
  { page: "inspector", flow: "f-1" },
  { page: "inspector", flow: "f-1", exchange: "x-12" },
  { page: "faults" },
  { page: "checks" },
  { page: "check", id: "core.auth.envelope" },
  { page: "problems" },
  { page: "problem", code: "SECRET_WRONG" },
];

test.each(PLACES)("the address of $page leads back to it", (place) => {
  const url = new URL(addressOf(place), "http://127.0.0.1:4004");
  expect(placeAt(url.pathname, url.search)).toEqual(place);
});

test.each(["/nowhere", "/checks/a/b", "/faults/slow-6s", "/%E0%A4%A"])("there is nothing at %s", (path) => {
  expect(placeAt(path)).toEqual({ page: "nothing" });
});

test("a list is found with a slash at its end, too", () => {
  expect(placeAt("/checks/")).toEqual({ page: "checks" });
});
