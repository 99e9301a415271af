import { Problem } from "@joinery/contract";
import { errors } from "undici";
import { ConnectorFailure, wrongAnswer } from "./connector-failure.ts";
import type { CallLimits } from "./limits.ts";

interface FailureContext {
  timedOut: boolean;
  limits: CallLimits;
  /** Set once the headers of an answer have arrived. */
  answerStatus: number | undefined;
}

/** Why nobody was reached, by the code of the system, of TLS or of undici. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ADDRESS_REFUSED: "The proxy URL leads to an address that integrations may not have.",
  ECONNREFUSED: "Nothing answers at the proxy URL: the connection was refused.",
  ECONNRESET: "The integration closed the connection before it answered.",
  EPIPE: "The integration closed the connection before it answered.",
  UND_ERR_SOCKET: "The integration closed the connection before it answered.",
  ENOTFOUND: "The host name of the proxy URL does not exist.",
  EAI_AGAIN: "The host name of the proxy URL could not be looked up.",
  EHOSTUNREACH: "There is no way to the host of the proxy URL.",
  ENETUNREACH: "There is no way to the host of the proxy URL.",
  ETIMEDOUT: "The host of the proxy URL did not accept a connection in time.",
  UND_ERR_CONNECT_TIMEOUT: "The host of the proxy URL did not accept a connection in time.",
  CERT_HAS_EXPIRED: "The certificate of the integration has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The certificate of the integration is signed by nobody the hub trusts.",
  SELF_SIGNED_CERT_IN_CHAIN: "The certificate of the integration is signed by nobody the hub trusts.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The certificate of the integration is signed by nobody the hub trusts.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "The certificate of the integration is signed by nobody the hub trusts.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate of the integration is for another host name.",
  UND_ERR_INVALID_ARG:
    "The request could not be written: look at the proxy URL and at the characters of the proxy secret.",
  UND_ERR_DESTROYED: "The hub is stopping.",
  UND_ERR_CLOSED: "The hub is stopping.",
};

/** What an answer can be wrong about before it is an answer. */
const WRONG: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_OVERFLOW: "The headers of the answer are too large.",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "The body of the answer is not as long as its content-length says.",
};

/**
 * Says in the words of the catalogue what went wrong. The sentence depends on the error's code only: messages of the
 * system and of libraries hold host names, addresses and paths.
 */
export function describeFailure(error: unknown, { timedOut, limits, answerStatus }: FailureContext): Problem {
  if (error instanceof Problem) return error;
  if (timedOut) {
    const detail = `There was no complete answer within ${limits.timeoutMs / 1_000} seconds.`;
    return new ConnectorFailure("INTEGRATION_TIMEOUT", detail, {
      ...(answerStatus === undefined ? {} : { answerStatus }),
      cause: error,
    });
  }
  const code = codeOf(error);
  const wrong = error instanceof errors.HTTPParserError ? "The answer is not HTTP as it should be." : WRONG[code];
  if (wrong !== undefined) return wrongAnswer(wrong, answerStatus);
  if (answerStatus !== undefined) return wrongAnswer("The answer broke off before its end.", answerStatus);
  return new ConnectorFailure("INTEGRATION_UNREACHABLE", unreachableDetail(code), { cause: error });
}

function unreachableDetail(code: string): string {
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) return "The integration does not speak TLS at the proxy URL.";
  return UNREACHABLE[code] ?? "The connection to the integration failed.";
}

function codeOf(error: unknown): string {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? "" : codeOf(cause);
}
