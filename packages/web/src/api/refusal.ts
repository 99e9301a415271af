import type { FieldError, ProblemCode } from "@joinery/contract";

/** What the pages can tell apart: codes of the catalogue, and two that only a browser can meet. */
export type RefusalCode = ProblemCode | "HUB_UNREACHABLE" | "ANSWER_UNREADABLE";

export interface RefusalDetails {
  code: RefusalCode;
  message: string;
  status: number;
  requestId: string | null;
  errors: readonly FieldError[];
}

/** A request that did not succeed. What people read about it comes from the texts, by `code`. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  /** 0 when there was no answer at all. */
  readonly status: number;
  readonly requestId: string | null;
  readonly errors: readonly FieldError[];

  constructor(details: RefusalDetails) {
    super(details.message);
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.errors = details.errors;
  }
}

/** Turns whatever was thrown into a refusal, so that pages handle one kind of failure. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal({ code: "ANSWER_UNREADABLE", message: "", status: 0, requestId: null, errors: [] });
}

/** Reads the body of a refused request; anything that is not a refusal of the hub becomes `ANSWER_UNREADABLE`. */
export function readRefusal(status: number, body: unknown, requestId: string | null): Refusal {
  const fields = isRecord(body) ? body : {};
  const code = typeof fields.code === "string" ? (fields.code as ProblemCode) : "ANSWER_UNREADABLE";
  return new Refusal({
    code,
    status,
    message: typeof fields.message === "string" ? fields.message : "",
    requestId: typeof fields.request_id === "string" ? fields.request_id : requestId,
    errors: Array.isArray(fields.errors) ? fields.errors.filter(isFieldError) : [],
  });
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value.path === "string" && typeof value.message === "string";
}

/** Whether a parsed JSON value is an object with names. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
