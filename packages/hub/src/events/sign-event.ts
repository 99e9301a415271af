import type { HubEvent } from "@joinery/contract";
import { Webhook } from "standardwebhooks";
import { drawBytes } from "../secrets/draw.ts";
import type { EventRow } from "./event-store.ts";

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** Draws the secret of an endpoint, as Standard Webhooks spells it. */
export function drawEventSecret(): string {
  return `whsec_${drawBytes(SECRET_BYTES).toString("base64")}`;
}

/** The body of an event: the same for every attempt and replay. */
export function toHubEvent(row: EventRow): HubEvent {
  return {
    type: row.type,
    timestamp: row.created_at.toISOString(),
    data: {
      ...row.data,
      organisation_id: row.organisation_id,
      user_id: row.user_id,
      service_id: row.service_id,
      account_id: row.account_id,
      sequence: row.sequence,
    },
  };
}

/**
 * The headers of an attempt (Standard Webhooks). With two secrets there are two signatures: a receiver that knows either
 * one can verify.
 */
export function signEvent(eventId: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
  return {
    "webhook-id": eventId,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(eventId, at, body)).join(" "),
  };
}
