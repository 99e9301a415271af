import type { Receipt } from "../receipt.ts";
import type { Exchange, FlowFile, ReplayReport } from "./exchanges.ts";
import type { FaultId } from "./faults.ts";

/** A person of the workshop's organisation, and the account they use at Acme Desk unless told otherwise. */
export interface WorkshopPerson {
  key: "ada" | "bob" | "eve";
  user_id: string;
  name: string;
  account: string;
}

export type PersonKey = WorkshopPerson["key"];

/** How the integration under work is registered. `blink`: the hub speaks part 1 of the contract and nothing more. */
export type WorkshopKind = "plain" | "verified" | "blink";

/** What the workshop is made of at the moment: addresses, ids, people. Never a secret. */
export interface WorkshopView {
  kind: WorkshopKind;
  hub: string;
  /** Issuer of Acme Desk. */
  service: string;
  /** Where inspector, fault panel and this API are. */
  workshop: string;
  integration: {
    /** Where it is reached by hub and browsers: an address of the workshop, which looks at what passes. */
    address: string;
    /** Where it listens itself. */
    upstream: string;
    /** Whether it takes connections. */
    state: "running" | "stopped";
    service_id: string;
    auth_id: string;
    redirect_uris: readonly string[];
  };
  people: readonly WorkshopPerson[];
  faults: readonly FaultId[];
}

/** A connect that the workshop walks through in a browser without a window. */
export interface WorkshopConnect {
  user: PersonKey;
  /** User name at Acme Desk; the person's own unless given. */
  account?: string;
  /** What the person presses at Acme Desk; `allow` unless given. */
  answer?: "allow" | "deny";
  /** Press Reconnect on this account instead of Connect. */
  reconnect?: string;
  /** Somebody else opens the link: the forwarded link. Whoever pressed Connect never follows it. */
  openedBy?: PersonKey;
  /**
   * Where the link is taken from the person who pressed Connect, with `openedBy`: `authorization-url` (unless given) is
   * what Connect answered; `finish` is the address with a one-use code to which the hub sent the first person; `service` is the address at Acme Desk that the first person was led to; `callback` is the
   * address with code and state that Acme Desk sent the first person to, and that they did not open.
   */
  forwarded?: "authorization-url" | "finish" | "service" | "callback";
  /** In the link, and in what the first person was led to, this person's id stands in the place of the starter's. */
  readdressed?: PersonKey;
  /** The integration is asked for the link behind the hub's back, so the hub knows of no Connect and refuses the account. */
  unasked?: boolean;
}

/** Where a connect ended. */
export interface WorkshopConnectOutcome {
  /** Of the hub; null in a hub that speaks part 1 only, and when Connect was refused. */
  flow: string | null;
  authorization_url: string | null;
  /** Accounts of the user who pressed Connect that were not there before. */
  linked: readonly WorkshopAccount[];
  /** The account that waits for a choice, because a Reconnect brought another identity (contract 2.3). */
  waiting: Pick<WorkshopAccount, "user_id" | "linked_account_id"> | null;
  /** Null when nothing went wrong that anybody noticed. */
  problem: { code: string; sentence: string } | null;
  /** Where the browser ended, without its query. */
  ended_at: string;
  /** 0 when nothing answered there. */
  status: number;
  /** The page's words without markup, as the person reads them; empty on a page of the hub, which a browser draws itself. */
  reads: string;
}

/** A linked account, as the workshop sees it in the hub. Tokens are not in it. */
export interface WorkshopAccount {
  linked_account_id: string;
  user_id: string;
  external_account_id: string;
  state: string;
  verified: boolean;
  requires_reauthentication: boolean;
  version: number;
}

/**
 * How a request spells the proxy secret. `prefix` is the right one without its second half, `all-but-last`, `first-8` and
 * `first-1` are other beginnings of it; `longer` has characters added; `same-beginning` has the right length and a wrong
 * second half; `other-case` has its letters in the other case; `old` is the one that was replaced.
 */
export type SecretVariant =
  | "right"
  | "missing"
  | "empty"
  | "wrong"
  | "old"
  | "prefix"
  | "all-but-last"
  | "first-8"
  | "first-1"
  | "longer"
  | "same-beginning"
  | "other-case";

/** A request to the integration that the workshop sends as the hub would, signed freshly. */
export interface WorkshopSend {
  method: string;
  /** Relative to the proxy URL, query included, for example `/auth/t-…`. */
  path: string;
  user: PersonKey;
  /** A user nobody knows, instead of `user`. */
  user_id?: string;
  body?: string;
  headers?: Readonly<Record<string, string>>;
  /** `right` unless given. */
  secret?: SecretVariant;
  /** Sent as the proxy secret instead, to see whether an answer repeats it. */
  secret_text?: string;
  /** Header names that the hub would send and that are left out here, in lower case. */
  leave_out?: readonly string[];
  /** For a hub that signs; `right` unless given. */
  signature?: "right" | "missing" | "stale" | "other-key" | "other-path" | "replayed";
  /** Milliseconds after which the workshop stops waiting; 15,000 unless given. */
  timeout_ms?: number;
}

/** What came back, byte for byte as text; redirects are not followed. */
export interface WorkshopAnswer {
  /** 0 when no answer came in time. */
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  duration_ms: number;
  /** Why no answer came. */
  failure: string | null;
}

/** A line of Acme Desk's ledger: what the external service saw, without any token. */
export interface WorkshopLedgerEntry {
  at: string;
  kind: "consent" | "denied" | "token_request" | "token_refused" | "refresh" | "revocation" | "api_call" | "fault";
  clientId: string | null;
  account: string | null;
  grantId: string | null;
  detail: string;
}

/** What a disconnect came to. */
export interface WorkshopDisconnectOutcome {
  status: number;
  receipt: Receipt | null;
  problem: { code: string; sentence: string } | null;
}

/**
 * A running workshop, in the process or over HTTP: what conformance, tests, command line and inspector ask of it.
 * Refusals reject with an `Error` whose message says what to do.
 */
export interface Workshop {
  describe(): Promise<WorkshopView>;
  connect(request: WorkshopConnect): Promise<WorkshopConnectOutcome>;
  /** Presses Disconnect as the user. */
  disconnect(user: PersonKey, linkedAccountId: string): Promise<WorkshopDisconnectOutcome>;
  /** Ends the person's disconnects that the integration never acknowledged, as an administrator would: nobody waits for them. */
  finishDisconnects(user: PersonKey): Promise<void>;
  /** Files a ticket through the integration's `POST /tickets`, as a button on the integration's page would. */
  fileTicket(user: PersonKey, ticket: { title: string; linked_account_id?: string }): Promise<WorkshopAnswer>;
  accounts(user: PersonKey): Promise<readonly WorkshopAccount[]>;
  /** Sends a request to the integration as the hub would. */
  send(request: WorkshopSend): Promise<WorkshopAnswer>;
  /** How many grants of a person still have a usable token at Acme Desk. */
  liveGrants(account: string): Promise<number>;
  ledger(query?: { kind?: WorkshopLedgerEntry["kind"]; account?: string }): Promise<readonly WorkshopLedgerEntry[]>;
  /** Switches a fault on or off; a fault of kind `once` happens when switched on. */
  setFault(fault: FaultId, on: boolean): Promise<void>;
  clearFaults(): Promise<void>;
  exchanges(query?: { flow?: string; after?: string }): Promise<readonly Exchange[]>;
  /** Sends a recorded request to the integration again, freshly signed; answers the new exchange. */
  sendAgain(exchangeId: string): Promise<Exchange>;
  exportFlow(flow: string): Promise<FlowFile>;
  replayFlow(file: FlowFile): Promise<ReplayReport>;
}
