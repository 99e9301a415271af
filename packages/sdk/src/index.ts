/** The public surface of `@joinery/sdk`. The `node:http` adapter is in `@joinery/sdk/node`. */
export {
  type LinkedAccount,
  Problem,
  type ProblemCode,
  type Revocation,
  type RevocationReport,
  type User,
} from "@joinery/contract";
export type { ConnectedAccount } from "./accounts/connected-account.ts";
export { refreshDueAt } from "./accounts/refresh-due.ts";
export { type Action, type ActionContext, type ActionHandler, action } from "./actions/action.ts";
export { BodyAlreadyRead } from "./adapters/body-already-read.ts";
export type { BlinkDialect, BlinkOptions } from "./blink/dialect.ts";
export type { Clock } from "./clock.ts";
export type { Auth } from "./external/auth.ts";
export {
  type ApiKeyOptions,
  apiKey,
  type BasicOptions,
  basic,
  type Credentials,
  type CredentialsContext,
  type CredentialsOptions,
  type FormOptions,
  form,
} from "./external/credentials.ts";
export { type Custom, type CustomAccount, type CustomOptions, type CustomTokens, custom } from "./external/custom.ts";
export type { IdentifiedGrant, Identify, Identity } from "./external/identify.ts";
export { type OAuth2, type OAuth2Options, oauth2 } from "./external/oauth2.ts";
export type { Fact, Preset } from "./external/preset.ts";
export type { PrivateKey } from "./external/private-key.ts";
export type { Field } from "./external/question.ts";
export type {
  Endpoints,
  IdentityProfile,
  IdentityRequest,
  Quirks,
  RevocationProfile,
  ServiceProfile,
  Site,
} from "./external/service-profile.ts";
export type { Fetch } from "./http/bounded-fetch.ts";
export type { AccountsApi } from "./hub/accounts-api.ts";
export { createHubClient, type HubClient, type HubClientOptions, type SaveOptions } from "./hub/hub-client.ts";
export { HubRefusal, HubUnreachable } from "./hub/hub-errors.ts";
export { readHubSettings } from "./hub-settings.ts";
export { createIntegration, type Integration } from "./integration.ts";
export type { Log, LogEntry, LogSink } from "./log.ts";
export type { HubSettings, IntegrationMode, IntegrationOptions } from "./options.ts";
export type { ResealCounts, ResealOptions } from "./sealed/reseal.ts";
export { createSealKey } from "./sealed/seal-key.ts";
export type { SealedOptions } from "./sealed/sealed-options.ts";
export { Secret, secret } from "./secret.ts";
export type { Spool, SpoolEntry } from "./spool/spool.ts";
export type { Store } from "./store/store.ts";
export type { Unfinished } from "./unfinished.ts";
