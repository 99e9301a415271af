/** The public surface of `@joinery/testing`: a hub and an external service in the process of a test. */
export type { PersonKey, WorkshopAccount, WorkshopConnectOutcome, WorkshopKind } from "@joinery/contract/workshop";
export type { FetchServer, Program } from "./serve-integration.ts";
export {
  type IntegrationSettings,
  startHub,
  type TestConnect,
  type TestHub,
  type TestHubOptions,
} from "./start-hub.ts";
export type { Passing, TestClock } from "./test-clock.ts";
