import { expect, test } from "vitest";
import { allAtSite, readSite, siteOf } from "./site.ts";

const ZEN = { host: "{site}.zen.example", label: "Your address" } as const;

test.each([
  ["acme", "acme"],
  [" ACME ", "acme"],
  ["acme.zen.example", "acme"],
  ["https://acme.zen.example/agent/home?x=1#y", "acme"],
  ["a-1", "a-1"],
])("%j is the customer %s", (given, site) => {
  expect(readSite(ZEN, given)).toBe(site);
});

test.each([
  ["nothing", ""],
  ["another host before ours", "evil.example/.zen.example"],
  ["another host behind ours", "acme.zen.example.evil.example"],
  ["a host with a user", "acme@evil.example"],
  ["two labels", "acme.eu"],
  ["a port", "acme.zen.example:8443"],
  ["plain http", "http://acme.zen.example"],
  ["a dash at the end", "acme-"],
  ["letters that look like others", "аcme"],
  ["an encoded slash", "acme%2f"],
  ["our host alone", "zen.example"],
  ["64 letters", "a".repeat(64)],
])("%s leads nowhere", (_what, given) => {
  expect(readSite(ZEN, given)).toBeUndefined();
});

test("swapped host: what is stored is read as strictly as what is typed", () => {
  expect(siteOf(ZEN, "acme.zen.example")).toBe("acme");
  expect(siteOf(ZEN, "evil.example")).toBeNull();
  expect(siteOf(undefined, "acme.zen.example")).toBeNull();
});

test("an account without a readable host leaves the addresses that need one out", () => {
  const addresses = ["https://{site}.zen.example", "https://api.zen.example"];
  expect(allAtSite(addresses, "acme")).toEqual(["https://acme.zen.example", "https://api.zen.example"]);
  expect(allAtSite(addresses, null)).toEqual(["https://api.zen.example"]);
});
