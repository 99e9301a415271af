/**
 * Everything that hub and SDK refuse on purpose. A code is public: add codes, never rename or reuse one.
 * The sentence is for people; it never contains a received value.
 */
export const PROBLEMS = {
  BAD_REQUEST: { status: 400, sentence: "The request is not as it should be; see errors for the fields." },
  BAD_PATH: { status: 400, sentence: "The path contains parts that are not allowed." },
  UNAUTHENTICATED: { status: 401, sentence: "A valid API token is required." },
  SIGN_IN_REQUIRED: { status: 401, sentence: "Please sign in." },
  SECRET_WRONG: { status: 401, sentence: "The proxy secret is missing or wrong." },
  ASSERTION_INVALID: {
    status: 401,
    sentence: "The signed statement of the hub is missing or not valid for this request.",
  },
  CROSS_ORIGIN: { status: 403, sentence: "This request must come from the hub's own pages." },
  ADMINISTRATOR_REQUIRED: { status: 403, sentence: "Only an administrator may do this." },
  AUDITOR_READS_ONLY: { status: 403, sentence: "An auditor may look at everything here and change nothing." },
  FRESH_SIGN_IN_REQUIRED: { status: 403, sentence: "Please sign in again before you do this." },
  SETUP_CODE_WRONG: { status: 403, sentence: "This setup code is wrong or was already used." },
  NOT_FOUND: { status: 404, sentence: "There is nothing here." },
  USER_NOT_FOUND: { status: 404, sentence: "There is no such user." },
  INTEGRATION_NOT_FOUND: { status: 404, sentence: "There is no such integration." },
  AUTH_ID_NOT_FOUND: { status: 404, sentence: "There is no such Auth ID." },
  LINKED_ACCOUNT_NOT_FOUND: { status: 404, sentence: "There is no such linked account." },
  FLOW_NOT_FOUND: { status: 404, sentence: "There is no such connection attempt." },
  API_TOKEN_NOT_FOUND: { status: 404, sentence: "There is no such API token." },
  SESSION_NOT_FOUND: { status: 404, sentence: "There is no such session." },
  DISCONNECT_NOT_FOUND: { status: 404, sentence: "There is no such disconnect." },
  OFFBOARDING_NOT_FOUND: { status: 404, sentence: "There is no such report." },
  EVENT_ENDPOINT_NOT_FOUND: { status: 404, sentence: "There is no such endpoint." },
  DELIVERY_NOT_FOUND: { status: 404, sentence: "There is no such delivery." },
  JOB_NOT_FOUND: { status: 404, sentence: "There is no such job." },
  NOTICE_NOT_FOUND: { status: 404, sentence: "There is no such notice." },
  METHOD_NOT_ALLOWED: { status: 405, sentence: "This address does not answer to that method." },
  FLOW_BURNED: { status: 409, sentence: "This connection was ended for safety. Start again from your own page." },
  FLOW_EXPIRED: { status: 409, sentence: "This connection took too long. Start again from your own page." },
  FLOW_REFUSED: { status: 409, sentence: "This connection was not completed. Start again from your own page." },
  FLOW_CLAIMED: { status: 409, sentence: "This connection is already being completed." },
  FLOW_COMPLETED: { status: 409, sentence: "This connection is already complete." },
  FLOW_OUT_OF_ORDER: { status: 409, sentence: "This step of the connection is not due now." },
  FLOW_REQUIRED: { status: 409, sentence: "A connection must be started from the hub's page." },
  CONNECT_REQUIRED: { status: 409, sentence: "The user has not pressed Connect within the last 30 minutes." },
  VERIFICATION_REQUIRED: { status: 409, sentence: "A verified connection is required here." },
  CLAIM_WRONG: { status: 409, sentence: "The claim does not belong to this connection." },
  USER_INACTIVE: { status: 409, sentence: "This user is no longer active." },
  INTEGRATION_DISABLED: { status: 409, sentence: "This integration is switched off at the moment." },
  DISCONNECT_IN_PROGRESS: { status: 409, sentence: "An earlier link is still being removed." },
  LEASE_HELD: { status: 409, sentence: "Another process is renewing this account's tokens." },
  LEASE_SUPERSEDED: { status: 409, sentence: "Somebody has taken a newer lease on this account." },
  LEASE_REQUIRED: { status: 409, sentence: "Tokens can't be changed while another process holds the lease." },
  CHOICE_MADE: { status: 409, sentence: "There is no choice left to make about this account." },
  DISCONNECT_FINISHED: { status: 409, sentence: "This disconnect is already finished." },
  LAST_ADMINISTRATOR: { status: 409, sentence: "An organisation keeps at least one active administrator." },
  NEEDS_RECONNECT: { status: 409, sentence: "This account must be connected again." },
  NOT_CONNECTED: { status: 409, sentence: "No account is linked yet." },
  VERSION_MISMATCH: { status: 412, sentence: "The linked account has changed since it was read." },
  PAYLOAD_TOO_LARGE: { status: 413, sentence: "The request is too large." },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, sentence: "The body must be JSON." },
  MISDIRECTED: { status: 421, sentence: "This hub does not answer to that host name." },
  IDEMPOTENCY_KEY_REUSED: { status: 422, sentence: "The same Idempotency-Key was used with another request." },
  RATE_LIMITED: { status: 429, sentence: "Too many requests. Try again a little later." },
  INTERNAL: { status: 500, sentence: "Something went wrong on our side." },
  INTEGRATION_UNREACHABLE: { status: 502, sentence: "The integration could not be reached." },
  INTEGRATION_ANSWER_WRONG: { status: 502, sentence: "The integration gave an answer that can't be used." },
  EXTERNAL_SERVICE_FAILED: { status: 502, sentence: "The external service did not answer as expected." },
  INTEGRATION_BUSY: { status: 503, sentence: "The integration is busy. Try again a little later." },
  UNAVAILABLE: { status: 503, sentence: "The hub can't answer at the moment. Try again in a moment." },
  INTEGRATION_TIMEOUT: { status: 504, sentence: "The integration did not answer in time." },
} as const satisfies Record<string, { status: number; sentence: string }>;

/** A code of the catalogue of refusals. The reference of refusals says for each who caused it and what to do. */
export type ProblemCode = keyof typeof PROBLEMS;

/** One faulty field: where it is, and what it should be. Never what was received. */
export interface FieldError {
  /** Dotted path of the field, empty for the body as a whole, for example `scopes.0`. */
  path: string;
  /** What the field must be. */
  message: string;
}

/** What can be said beside the code of a refusal. */
export interface ProblemOptions {
  /** Faulty fields of a bad request; never with received values. */
  errors?: readonly FieldError[];
  /** Seconds after which trying again makes sense; sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** For the log; it never leaves the process. */
  cause?: unknown;
}

/**
 * A refusal with a public code. Thrown anywhere, turned into an answer in one place per server.
 *
 * @example
 * ```ts
 * import { Problem } from "@joinery/contract";
 *
 * throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
 * ```
 */
export class Problem extends Error {
  override readonly name = "Problem";
  /** What went wrong, for programs; it never changes its meaning. */
  readonly code: ProblemCode;
  /** The HTTP status that it is answered with. */
  readonly status: number;
  /** Faulty fields of a bad request; never with received values. */
  readonly errors: readonly FieldError[];
  /** Seconds after which trying again makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  /** Makes a refusal; the sentence for people comes from the catalogue. */
  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(PROBLEMS[code].sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Whether a string is a code of the catalogue. */
export function isProblemCode(value: string): value is ProblemCode {
  return Object.hasOwn(PROBLEMS, value);
}
