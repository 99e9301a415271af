import type { SecretVariant, WorkshopAnswer, WorkshopKind } from "@joinery/contract/workshop";

/** The two people that requests are about. */
export interface TargetUsers {
  one: string;
  other: string;
}

/** A request to the integration, as the hub sends it unless said otherwise. */
export interface TargetRequest {
  method: string;
  /** Relative to the proxy URL, query included. */
  path: string;
  /** Whose id the user header carries; `one` unless given. `missing` leaves the header out. */
  user?: keyof TargetUsers | "missing" | "empty";
  body?: string;
  headers?: Readonly<Record<string, string>>;
  /** `right` unless given; a text is sent as it is. */
  secret?: SecretVariant | { text: string };
  /** 10,000 unless given: the hub's limit for both named calls. */
  timeoutMs?: number;
}

/** What came back; status 0 when nothing came in time. */
export type Answer = WorkshopAnswer;

/** Where the checks send their requests: straight to an integration, through a workshop, or through a hub. */
export interface Target {
  kind: WorkshopKind;
  serviceId: string;
  authId: string;
  /** For reports: where it is. */
  address: string;
  users: TargetUsers;
  /** Spellings of the secret that it can send. */
  spellings: readonly SecretVariant[];
  /** What must not appear in any URL or answer, as far as it is known here. */
  secrets: readonly string[];
  /** Rejects with `CouldNotRun` when going on makes no sense at all. */
  send(request: TargetRequest): Promise<Answer>;
  /** Opens an address of the integration as a browser without cookies does; left out where that must not happen. */
  open?(url: string): Promise<Answer>;
}

/** The hub waits this long for Connect and Disconnect (contract 1.1). */
export const NAMED_CALL_MS = 10_000;
