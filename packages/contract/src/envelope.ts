import { z } from "zod";
import type { FieldError, Problem } from "./problems.ts";

/** The envelope of every success (contract 1.2). */
export interface Envelope<Data> {
  code: "OK";
  message: "OK";
  data: Data;
}

/** Wraps data into the envelope of a success. */
export function ok<Data>(data: Data): Envelope<Data> {
  return { code: "OK", message: "OK", data };
}

/** The schema of a success around the schema of its data. */
export function envelopeOf<Schema extends z.ZodType>(data: Schema) {
  return z.object({ code: z.literal("OK"), message: z.literal("OK"), data });
}

/** The body of every refusal (contract 1.2). */
export const refusalBody = z.object({
  code: z.string().describe("A code of the catalogue, UPPER_SNAKE."),
  message: z.string().describe("One sentence for people."),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type RefusalBody = z.infer<typeof refusalBody>;

/** Turns a refusal into its body. The cause stays behind. */
export function toRefusalBody(problem: Problem, requestId: string): RefusalBody {
  const body: RefusalBody = { code: problem.code, message: problem.message, request_id: requestId };
  if (problem.errors.length > 0) body.errors = [...problem.errors];
  return body;
}

/** Names the faulty fields of a value without repeating it: zod's own messages can quote what was received. */
export function toFieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return [{ path: issue.path.join("."), message: "has fields that are not known" }];
    return [{ path: issue.path.join("."), message: expectationOf(issue) }];
  });
}

function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${article(issue.expected)}`;
    case "too_small":
      return issue.origin === "string"
        ? `must have at least ${issue.minimum} characters`
        : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string"
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return issue.format === "regex" ? issue.message : `must be a valid ${issue.format}`;
    case "custom":
      return issue.message;
    default:
      return "is not as it should be";
  }
}

function article(expected: string): string {
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}
