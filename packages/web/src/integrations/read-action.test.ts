import { expect, test } from "vitest";
import { readAction } from "./read-action.ts";

const fields = [
  { name: "title", label: "Title", kind: "text", required: true },
  { name: "body", label: "Body", kind: "long_text", required: false },
] as const;

test("only the action's own fields are sent, optional ones only when filled", () => {
  const entered = new FormData();
  entered.set("title", "  Printer ");
  entered.set("body", "   ");
  entered.set("stray", "x");
  expect(readAction({ fields: [...fields] }, entered)).toEqual({ title: "Printer" });
});
