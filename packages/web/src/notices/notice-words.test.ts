import type { NoticeView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { keyOfNotices, wordsForNotice } from "./notice-words.ts";

function notice(over: Partial<NoticeView>): NoticeView {
  return {
    notice_id: "n-1",
    kind: "account_broken",
    linked_account_id: "k-1",
    service_id: "l-1",
    integration_name: "Acme Desk",
    external_account_id: "john.doe",
    reason: "rotation_lost",
    created_at: "2026-11-24T12:00:00Z",
    ...over,
  };
}

test("a broken link is named, and the reason is in words", () => {
  expect(wordsForNotice(notice({}))).toEqual({
    title: "john.doe in Acme Desk needs you",
    body: "We lost touch with Acme Desk while renewing your access. Nobody else has it.",
  });
});

test("a removed link says who did it", () => {
  expect(wordsForNotice(notice({ kind: "account_removed", reason: "administrator" })).body).toBe(
    "An administrator disconnected it.",
  );
});

test.each([null, "something_new", "toString"])("the reason %j stays out of sight", (reason) => {
  expect(wordsForNotice(notice({ reason })).body).toBe("Acme Desk can't use this account any more. Nothing is lost.");
  expect(wordsForNotice(notice({ kind: "account_removed", reason })).body).toBe("You did not do this yourself.");
});

test("the key of notices changes when one comes or goes, not with their order", () => {
  const [one, two] = [{ notice_id: "n-1" }, { notice_id: "n-2" }];
  expect(keyOfNotices([one, two])).toBe(keyOfNotices([two, one]));
  expect(keyOfNotices([one])).not.toBe(keyOfNotices([one, two]));
});
