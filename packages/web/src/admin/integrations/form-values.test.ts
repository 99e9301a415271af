import { changeIntegrationBody, registerIntegrationBody } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { EMPTY_FORM, type FormValues, linesOf, toChange, toRegistration } from "./form-values.ts";
import { replaceAt, withoutAt } from "./list-edits.ts";

const filled: FormValues = {
  ...EMPTY_FORM,
  name: " Acme Desk ",
  proxyUrl: "https://desk.example/joinery",
  connectBase: "https://desk.example",
  mayDo: "File tickets\n\n  Read tickets ",
  actions: [
    { label: "File", path: "/tickets", fields: [{ name: "title", label: "Title", kind: "text", required: true }] },
  ],
};

test("a filled form registers a verified integration", () => {
  const body = registerIntegrationBody.parse(toRegistration(filled));
  expect(body).toMatchObject({ kind: "verified", name: "Acme Desk", may_do: ["File tickets", "Read tickets"] });
});

test("a plain one carries the tick and no connect base", () => {
  const body = toRegistration({ ...filled, kind: "plain", phishingAccepted: true });
  expect(registerIntegrationBody.parse(body)).toMatchObject({ kind: "plain", phishing_accepted: true });
  expect(body).not.toHaveProperty("connect_base");
});

test("a change of a plain integration never touches a connect base", () => {
  expect(toChange({ ...filled, kind: "plain" })).not.toHaveProperty("connect_base");
  expect(changeIntegrationBody.parse(toChange(filled))).toMatchObject({ connect_base: "https://desk.example" });
});

test("private networks travel as a list, and are shown as lines again", () => {
  const values = { ...filled, allowedNetworks: "10.20.0.0/16\n\n fd00::/8 " };
  expect(registerIntegrationBody.parse(toRegistration(values)).allowed_networks).toEqual(["10.20.0.0/16", "fd00::/8"]);
  expect(toChange(values).allowed_networks).toEqual(["10.20.0.0/16", "fd00::/8"]);
});

test("lines are entries", () => expect(linesOf(" a \n\n b\n")).toEqual(["a", "b"]));

test("lists are edited by place", () => {
  expect(replaceAt(["a", "b", "c"], 1, "x")).toEqual(["a", "x", "c"]);
  expect(withoutAt(["a", "b", "c"], 1)).toEqual(["a", "c"]);
});
