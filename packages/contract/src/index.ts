export {
  ASSERTION_ALGORITHM,
  ASSERTION_LEEWAY_SECONDS,
  ASSERTION_LIFETIME_SECONDS,
  type AssertionClaims,
  assertionClaims,
  JWKS_PATH,
} from "./assertion.ts";
export {
  type AuthorizationAnswer,
  authorizationAnswer,
  type ClaimAnswer,
  challengeOf,
  claimAnswer,
  FLOW_LIMITS,
  type FlowState,
  type FlowStatus,
  flowState,
  flowStatus,
  type RedeemAnswer,
  type RedeemBody,
  type RefusalReason,
  type RefuseBody,
  randomToken256,
  redeemAnswer,
  redeemBody,
  refusalReason,
  refuseBody,
  TERMINAL_FLOW_STATES,
  toBase64Url,
  token256,
} from "./connect.ts";
export {
  type Envelope,
  envelopeOf,
  ok,
  type RefusalBody,
  refusalBody,
  toFieldErrors,
  toRefusalBody,
} from "./envelope.ts";
export { HUB_EVENT_TYPES, type HubEvent, type HubEventType, hubEvent, hubEventType } from "./events.ts";
export {
  FORWARDED_REQUEST_HEADERS,
  FORWARDED_RESPONSE_HEADERS,
  HEADERS,
  RESERVED_HEADER_PREFIXES,
} from "./headers.ts";
export { flowId, ID_PREFIXES, type IdKind, isFlowId, newId, opaqueId } from "./ids.ts";
export { LEASE_LIMITS, type LeaseAnswer, leaseAnswer, leaseName, type ReleaseBody, releaseBody } from "./leases.ts";
export {
  type AddLinkedAccountBody,
  addLinkedAccountBody,
  addLinkedAccountWire,
  type LinkedAccount,
  type LinkedAccountState,
  linkedAccount,
  linkedAccountState,
  type Revocation,
  type RevocationReport,
  revocation,
  revocationReport,
  TOKEN_MAX_LENGTH,
  type UpdateLinkedAccountBody,
  updateLinkedAccountBody,
  updateLinkedAccountWire,
} from "./linked-accounts.ts";
export { createOpenApi } from "./openapi.ts";
export {
  type FieldError,
  isProblemCode,
  PROBLEMS,
  Problem,
  type ProblemCode,
  type ProblemOptions,
} from "./problems.ts";
export { type Receipt, receipt } from "./receipt.ts";
export { USERS_PER_PAGE, type User, user, userQuery } from "./users.ts";
