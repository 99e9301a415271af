import { Problem, type ProblemCode } from "@joinery/contract";
import type { Request } from "../../http/environment.ts";
import { describeError, type Log } from "../../log.ts";
import { ERROR_SCHEMA, SCIM_TYPE } from "./names.ts";

/** The keywords of RFC 7644, section 3.12, that this hub uses. */
export type ScimKeyword =
  | "invalidFilter"
  | "invalidPath"
  | "invalidSyntax"
  | "invalidValue"
  | "mutability"
  | "noTarget"
  | "uniqueness";

/** A refusal in the words of SCIM. `detail` is one of our sentences: nothing that was received is in it. */
export class ScimProblem extends Error {
  override readonly name = "ScimProblem";
  readonly status: number;
  readonly keyword: ScimKeyword | undefined;

  constructor(status: number, detail: string, keyword?: ScimKeyword) {
    super(detail);
    this.status = status;
    this.keyword = keyword;
  }
}

/** A value that is not as it should be. */
export function badValue(detail: string): ScimProblem {
  return new ScimProblem(400, detail, "invalidValue");
}

/** Which refusals of the hub are a wrong request in the words of SCIM. */
const KEYWORDS: Partial<Record<ProblemCode, ScimKeyword>> = { BAD_REQUEST: "invalidSyntax", BAD_PATH: "invalidSyntax" };

/** A failure of ours: a directory tries again after this, and must not take it for "there is no such person". */
const TRY_AGAIN_SECONDS = 30;

/** The one place where a throw of these routes becomes an answer. */
export function createScimErrorHandler(log: Log) {
  return (error: unknown, c: Request): Response => {
    if (error instanceof ScimProblem) return toAnswer(error.status, error.message, error.keyword);
    const problem = error instanceof Problem ? error : new Problem("UNAVAILABLE", { cause: error });
    if (problem.status >= 500) {
      log("error", "request.failed", { requestId: c.get("requestId"), ...describeError(problem.cause ?? problem) });
    }
    const isOurs = problem.status >= 500;
    const reply = toAnswer(isOurs ? 503 : problem.status, problem.message, KEYWORDS[problem.code]);
    const seconds = problem.retryAfterSeconds ?? (isOurs ? TRY_AGAIN_SECONDS : undefined);
    if (seconds !== undefined) reply.headers.set("retry-after", String(seconds));
    if (problem.code === "UNAUTHENTICATED") reply.headers.set("www-authenticate", "Bearer");
    return reply;
  };
}

function toAnswer(status: number, detail: string, keyword: ScimKeyword | undefined): Response {
  const body = {
    schemas: [ERROR_SCHEMA],
    status: String(status),
    ...(keyword === undefined ? {} : { scimType: keyword }),
    detail,
  };
  return new Response(JSON.stringify(body), { status, headers: { "content-type": SCIM_TYPE } });
}
