import type { OutgoingCall } from "./call-integration.ts";

/** What one call may take. */
export interface CallLimits {
  /** For the whole call: connecting, waiting, and the last byte of the body. */
  timeoutMs: number;
  /** Of the answer's body. */
  maxBytes: number;
}

export interface ConnectorLimits {
  /** Connect and Disconnect: a person waits, and the answer is one line (contract 1.1). */
  namedCall: CallLimits;
  otherCall: CallLimits;
  connectTimeoutMs: number;
  /** Calls of one integration at the same time; the next one is told to come back. */
  inFlightPerIntegration: number;
  /** How many of them one person may have, so that nobody keeps all others waiting. */
  inFlightPerPerson: number;
  /** How long `close` waits for running calls. */
  closeGraceMs: number;
}

export const DEFAULT_LIMITS: ConnectorLimits = {
  namedCall: { timeoutMs: 10_000, maxBytes: 64 * 1024 },
  otherCall: { timeoutMs: 30_000, maxBytes: 10 * 1024 * 1024 },
  connectTimeoutMs: 5_000,
  inFlightPerIntegration: 32,
  inFlightPerPerson: 16,
  closeGraceMs: 2_000,
};

/** The limits of one call: its own where it has some, otherwise by what it asks for. */
export function limitsOf({ rest, timeoutMs, maxBytes }: OutgoingCall, limits: ConnectorLimits): CallLimits {
  const isNamed = rest.call.kind === "auth" || rest.call.kind === "linked-account";
  const usual = isNamed ? limits.namedCall : limits.otherCall;
  return { timeoutMs: timeoutMs ?? usual.timeoutMs, maxBytes: maxBytes ?? usual.maxBytes };
}
