/** What travels between a running workshop and whoever uses it: inspector page, conformance, command line, tests. */
export type {
  Exchange,
  ExchangeCheck,
  FlowFile,
  Party,
  RecordedBody,
  RecordedHeaders,
  ReplayReport,
} from "./exchanges.ts";
export { FAULTS, type Fault, type FaultId, type FaultSide, isFaultId } from "./faults.ts";
export { spellSecret } from "./spell-secret.ts";
export type {
  PersonKey,
  SecretVariant,
  Workshop,
  WorkshopAccount,
  WorkshopAnswer,
  WorkshopConnect,
  WorkshopConnectOutcome,
  WorkshopDisconnectOutcome,
  WorkshopKind,
  WorkshopLedgerEntry,
  WorkshopPerson,
  WorkshopSend,
  WorkshopView,
} from "./workshop.ts";
