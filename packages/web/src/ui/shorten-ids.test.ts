import { expect, test } from "vitest";
import { shortenIds } from "./shorten-ids.ts";

test("an identifier loses its middle wherever it stands", () => {
  expect(shortenIds("/linked-accounts/k-77a2a9a3-8a01-42ab-bcb6-485b1fd43108")).toBe("/linked-accounts/k-77a2…3108");
  expect(shortenIds("b3de6229-a11c-4c42-889c-c2f0deebfeeb")).toBe("b3de…feeb");
});

test("what is no identifier stays whole", () => {
  expect(shortenIds("/tickets/2026-11-23")).toBe("/tickets/2026-11-23");
});
