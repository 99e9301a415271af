import type { AccountSummary } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { cardStateOf, jointOfCard } from "./card-state.ts";

function account(state: AccountSummary["state"], id = "john.doe", needsConsent = false): AccountSummary {
  return {
    linked_account_id: `k-${id}`,
    external_account_id: id,
    display_name: null,
    state,
    verified: true,
    linked_at: "2026-01-01T00:00:00Z",
    needs_consent: needsConsent,
  };
}

test("an integration that is switched off says so before anything else", () => {
  expect(cardStateOf({ enabled: false, accounts: [account("attention")] })).toEqual({ kind: "disabled" });
});

test("an account that needs its owner goes before the others", () => {
  expect(cardStateOf({ enabled: true, accounts: [account("active"), account("attention")] })).toEqual({
    kind: "attention",
  });
  expect(cardStateOf({ enabled: true, accounts: [account("pending")] })).toEqual({ kind: "attention" });
});

test("an account that was given less than is asked for is joined, and says so unless another one is broken", () => {
  const lacking = account("active", "b", true);
  expect(cardStateOf({ enabled: true, accounts: [account("active"), lacking] })).toEqual({ kind: "consent" });
  expect(cardStateOf({ enabled: true, accounts: [account("attention"), lacking] })).toEqual({ kind: "attention" });
  expect(jointOfCard({ kind: "consent" })).toBe("joined");
});

test("accounts that are leaving do not count", () => {
  expect(cardStateOf({ enabled: true, accounts: [account("disconnecting"), account("gone")] })).toEqual({
    kind: "none",
  });
});

test("one account is named, several are counted, both are joined", () => {
  const one = cardStateOf({ enabled: true, accounts: [account("active"), account("gone", "old")] });
  expect(one).toEqual({ kind: "one", externalAccountId: "john.doe" });
  const two = cardStateOf({ enabled: true, accounts: [account("active"), account("active", "b")] });
  expect(two).toEqual({ kind: "several", amount: 2 });
  expect([jointOfCard(one), jointOfCard(two), jointOfCard({ kind: "none" })]).toEqual(["joined", "joined", "apart"]);
});
