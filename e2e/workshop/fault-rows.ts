import type { FaultId } from "@joinery/contract/workshop";

/** What a person does while a fault is on. */
export type Situation =
  | "connect"
  | "connect-then-ticket"
  | "ticket"
  | "ticket-after-expiry"
  | "reconnect"
  | "forwarded";

/** The situations in the words of the documents. */
export const SITUATIONS: Record<Situation, string> = {
  connect: "Ada presses Connect",
  "connect-then-ticket": "Ada connects, then files a ticket",
  ticket: "Ada files a ticket with the account she has linked",
  "ticket-after-expiry": "Ada files a ticket when the access token has expired",
  reconnect: "Ada presses Reconnect",
  forwarded: "Eve sends Bob the link that she got",
};

/** A fault, when it shows, and what is to be read then. */
export interface FaultRow {
  fault: FaultId;
  situation: Situation;
  /** On the page of the person, or of the one who opened a forwarded link. */
  person: RegExp;
  /** In the admin panel: under Requests or Audit. */
  administrator: RegExp;
  /** Of Acme Desk's ledger, from the moment when the fault was switched on. */
  tokenRequests: number;
}

/** Every fault of the panel, with an integration made with the SDK. */
export const FAULT_ROWS: readonly FaultRow[] = [
  {
    fault: "consent-denied",
    situation: "connect",
    person: /declined at Acme Desk/,
    administrator: /was not completed[\s\S]*Declined/,
    tokenRequests: 0,
  },
  {
    fault: "slow-6s",
    situation: "connect",
    person: /is linked/,
    administrator: /linked/,
    tokenRequests: 1,
  },
  {
    fault: "slow-30s",
    situation: "connect",
    person: /was interrupted at the last step/,
    administrator: /was not completed/,
    tokenRequests: 0,
  },
  {
    fault: "answers-500",
    situation: "connect",
    person: /was interrupted at the last step/,
    administrator: /was not completed/,
    tokenRequests: 1,
  },
  {
    fault: "not-json",
    situation: "connect",
    person: /was interrupted at the last step/,
    administrator: /was not completed/,
    tokenRequests: 1,
  },
  {
    fault: "token-expired",
    situation: "ticket",
    person: /Ticket AD-\d+ filed/,
    administrator: /POST \/tickets[\s\S]*200/,
    tokenRequests: 0,
  },
  {
    fault: "grant-revoked",
    situation: "ticket",
    person: /must be connected again/,
    administrator: /POST \/tickets[\s\S]*409/,
    tokenRequests: 0,
  },
  {
    fault: "other-account",
    situation: "reconnect",
    person: /You choose what becomes of it/,
    administrator: /has to choose/,
    tokenRequests: 1,
  },
  {
    fault: "scope-dropped",
    situation: "connect-then-ticket",
    person: /Acme Desk says/,
    administrator: /POST \/tickets[\s\S]*50/,
    tokenRequests: 1,
  },
  {
    fault: "refresh-reused",
    situation: "ticket-after-expiry",
    person: /must be connected again/,
    administrator: /POST \/tickets[\s\S]*409/,
    tokenRequests: 0,
  },
  {
    fault: "callback-twice",
    situation: "connect",
    person: /is linked/,
    administrator: /linked/,
    tokenRequests: 1,
  },
  {
    fault: "link-forwarded",
    situation: "forwarded",
    person: /Nothing was linked/,
    administrator: /stopped|ended/,
    tokenRequests: 0,
  },
  {
    fault: "secret-missing",
    situation: "connect",
    person: /can't use|can’t use/,
    administrator: /401/,
    tokenRequests: 0,
  },
  {
    fault: "secret-wrong",
    situation: "connect",
    person: /can't use|can’t use/,
    administrator: /401/,
    tokenRequests: 0,
  },
  {
    fault: "secret-old",
    situation: "connect",
    person: /can't use|can’t use/,
    administrator: /401/,
    tokenRequests: 0,
  },
  {
    fault: "request-replayed",
    situation: "ticket",
    person: /signed statement|not valid/,
    administrator: /POST \/tickets[\s\S]*401/,
    tokenRequests: 0,
  },
  {
    fault: "request-stale",
    situation: "connect",
    person: /can't use|can’t use/,
    administrator: /401/,
    tokenRequests: 0,
  },
  {
    fault: "signature-bad",
    situation: "connect",
    person: /can't use|can’t use/,
    administrator: /401/,
    tokenRequests: 0,
  },
];
