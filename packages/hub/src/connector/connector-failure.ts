import { Problem, type ProblemCode } from "@joinery/contract";

/** The codes of everything that can go wrong between hub and integration. */
export type ConnectorFailureCode = Extract<ProblemCode, `INTEGRATION_${string}`>;

interface ConnectorFailureOptions {
  /** What the integration answered, when it answered at all. */
  answerStatus?: number;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** An integration that could not be used. The user reads the sentence of the code; the administrator also `detail`. */
export class ConnectorFailure extends Problem {
  /**
   * One sentence for the administrator: what exactly was wrong. It holds no secret and nothing that was received but a
   * status or a type, because it is stored and shown.
   */
  readonly detail: string;
  /** Status of the integration's answer; `undefined` when there was none. */
  readonly answerStatus: number | undefined;

  constructor(code: ConnectorFailureCode, detail: string, options: ConnectorFailureOptions = {}) {
    super(code, options);
    this.detail = detail;
    this.answerStatus = options.answerStatus;
  }
}

/** Makes the failure of an answer that arrived and can't be used. */
export function wrongAnswer(detail: string, answerStatus?: number): ConnectorFailure {
  return new ConnectorFailure("INTEGRATION_ANSWER_WRONG", detail, answerStatus === undefined ? {} : { answerStatus });
}
