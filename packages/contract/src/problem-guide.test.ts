import { expect, test } from "vitest";
import { ACCOUNT_PROBLEMS } from "./problem-guide/accounts.ts";
import { CALL_PROBLEMS } from "./problem-guide/calls.ts";
import { CONNECT_PROBLEMS } from "./problem-guide/connecting.ts";
import { REQUEST_PROBLEMS } from "./problem-guide/requests.ts";
import { FAULT_LIES_WITH, PROBLEM_GUIDE } from "./problem-guide.ts";
import { PROBLEMS } from "./problems.ts";

test("every refusal is explained once, and nothing else", () => {
  const topics = [REQUEST_PROBLEMS, CONNECT_PROBLEMS, ACCOUNT_PROBLEMS, CALL_PROBLEMS];
  expect(topics.flatMap((topic) => Object.keys(topic)).sort()).toEqual(Object.keys(PROBLEMS).sort());
});

test.each(Object.entries(PROBLEM_GUIDE))("%s says who has to do what, in whole sentences", (_code, entry) => {
  expect(Object.keys(FAULT_LIES_WITH)).toContain(entry.whose);
  for (const text of [entry.when, entry.todo]) expect(text).toMatch(/^[A-Z`].*[.]$/);
});

test.each(Object.entries(PROBLEM_GUIDE))("%s can stand in a table and between code marks", (_code, entry) => {
  for (const text of [entry.when, entry.todo]) {
    expect(text).not.toMatch(/[|\n]/);
    expect(text.split("`").length % 2).toBe(1);
  }
  expect(entry.example ?? "").not.toContain("```");
});
