import { expect, test } from "vitest";
import { plainText } from "../../texts/phrase.ts";
import { toneOfRequest } from "../requests/request-tone.ts";
import { actorBeside, sentenceOf } from "./audit-sentence.ts";

const ada = { user_id: "u-ada", display_name: "Ada" };
const eve = { user_id: "u-eve", display_name: "Eve" };

test("a burned connect names the starter, and accuses nobody", () => {
  const row = { action: "connect.burned", actor: ada, subject: eve, integration_name: "Acme Desk" };
  expect(plainText(sentenceOf(row) ?? [])).toBe("The connect of Eve with Acme Desk was stopped for safety");
  expect(actorBeside(row)).toBeNull();
});

test("who did something to themselves is named once", () => {
  expect(actorBeside({ action: "account.linked", actor: ada, subject: ada })).toBeNull();
  expect(actorBeside({ action: "session.started", actor: ada, subject: null })).toBeNull();
  expect(actorBeside({ action: "integration.disabled", actor: ada, subject: null })).toBe(ada);
});

test("an action we have no words for has no sentence", () => {
  const row = { actor: ada, subject: null, integration_name: null };
  expect(sentenceOf({ ...row, action: "something.new" })).toBeUndefined();
  expect(sentenceOf({ ...row, action: "toString" })).toBeUndefined();
});

test("an answer that could not be used is bad whatever its status", () => {
  expect(toneOfRequest({ status: 200, problem: "INTEGRATION_ANSWER_WRONG" })).toBe("bad");
  expect(toneOfRequest({ status: null, problem: null })).toBe("bad");
  expect(toneOfRequest({ status: 404, problem: null })).toBe("warn");
  expect(toneOfRequest({ status: 204, problem: null })).toBe("good");
});
