import type { Exchange, Party, WorkshopKind } from "@joinery/contract/workshop";
import type { SentRequest, SentResponse } from "./messages.ts";

/** What the checks beside an exchange know about the workshop. */
export interface WorkshopFacts {
  kind: WorkshopKind;
  service_id: string;
  auth_id: string;
  /** Origin of the hub. */
  hub: string;
  /** Where authorization URLs of a verified integration must lie; null for others. */
  connect_base: string | null;
  proxy_secret: string;
}

/** A finished exchange with its secrets, as a check sees it. It is forgotten as soon as it has been judged. */
export interface Seen {
  from: Party;
  to: Party;
  step: string;
  flow: string | null;
  userId: string | null;
  fault: string | null;
  at: Date;
  durationMs: number;
  request: SentRequest;
  /** Null when no answer came. */
  response: SentResponse | null;
  facts: WorkshopFacts;
  /** Exchanges of the same flow that were begun before, oldest first; none when the flow is not known. */
  earlier: readonly Exchange[];
  /** Whether something of that step has happened since the flow began of which nobody knows where it belongs. */
  hasUnplaced(step: string): boolean;
  /** Whether a text holds something that opens a door by itself. */
  holdsCredential(text: string): boolean;
  /** Whether this value was seen in the same place before; it is remembered from now on. */
  isRepeated(place: string, value: string): boolean;
}
