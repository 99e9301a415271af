import { expect, test } from "vitest";
import { z } from "zod";
import { toFieldErrors, toRefusalBody } from "./envelope.ts";
import { PROBLEMS, Problem } from "./problems.ts";

const MARK = "marked-value-7f3a";

test.each([
  ["a wrong type", z.object({ field: z.number() }), { field: MARK }],
  ["a value outside a list", z.object({ field: z.enum(["a", "b"]) }), { field: MARK }],
  ["a text that is too long", z.object({ field: z.string().max(3) }), { field: MARK }],
  ["a wrong format", z.object({ field: z.uuid() }), { field: MARK }],
  ["a pattern that does not fit", z.object({ field: z.string().regex(/^\d+$/, "must be digits") }), { field: MARK }],
  ["a literal that differs", z.object({ field: z.literal("x") }), { field: MARK }],
  ["a key nobody knows", z.strictObject({}), { [MARK]: 1 }],
  ["no branch of a union", z.object({ field: z.union([z.number(), z.boolean()]) }), { field: MARK }],
])("%s is named without being repeated", (_name, schema, value) => {
  const result = schema.safeParse(value);
  const errors = result.error === undefined ? [] : toFieldErrors(result.error);
  expect(errors).toHaveLength(1);
  expect(JSON.stringify(errors)).not.toContain(MARK);
});

test("a refusal's body has code, sentence and request id, and nothing of its cause", () => {
  const problem = new Problem("FLOW_BURNED", { cause: new Error(MARK) });
  expect(toRefusalBody(problem, "r-1")).toEqual({
    code: "FLOW_BURNED",
    message: PROBLEMS.FLOW_BURNED.sentence,
    request_id: "r-1",
  });
});
