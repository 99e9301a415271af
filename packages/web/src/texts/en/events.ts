import type { HubEventType } from "@joinery/contract";
import type { DeliveryProblem, DeliveryRow, EventEndpointView } from "@joinery/contract/pages";
import { type Phrase, strong } from "../phrase.ts";

type DisabledReason = NonNullable<EventEndpointView["disabled_reason"]>;

/** Endpoints that are told what happens to links, and the log of what was delivered. */
export const events = {
  nav: "Events",
  title: "Events",
  lead: "Other systems that are told what happens to links here, by signed webhooks.",
  add: "Add an endpoint",
  empty: {
    title: "No endpoint yet",
    body: "Add the address of a system that wants to know when a link is made, breaks or is removed: a ticket system, an inventory.",
  },
  lastDelivery: (ago: string) => `last delivery ${ago}`,
  noDelivery: "nothing delivered yet",
  everything: "every event",
  off: "off",
  reasons: {
    administrator: "Switched off by an administrator.",
    gone: "It answered that it is gone (410), so the hub stopped sending. Switch it on again when it is back.",
    failing:
      "For three days nothing but failures came back, so the hub stopped sending. What waits is sent when you switch it on again; what happened since is not.",
  } satisfies Record<DisabledReason, string>,
  types: {
    "account.linked": "A link was made",
    "account.reconnected": "A link was made again",
    "account.attention_needed": "A link needs its person",
    "account.recovered": "A link works again",
    "account.disconnect_requested": "A removal was begun",
    "account.disconnected": "A removal has ended, with the receipt",
    "connect.refused": "A connect was refused",
    "user.deprovisioned": "A person was offboarded",
  } satisfies Record<HubEventType, string>,
  form: {
    title: "Add an endpoint",
    lead: "The hub sends every event as a POST, signed as Standard Webhooks describe it.",
    url: {
      label: "Address",
      hint: "An https address. The hub reaches nothing private unless you name its network below.",
    },
    description: { label: "What it is for", hint: "For your colleagues." },
    networks: { label: "Private networks it may be in", hint: "One on each line, for example 10.4.0.0/16." },
    networksWrong: "A network is written like 10.4.0.0/16.",
    types: "Which events",
    all: "All of them, also those that come later",
    some: "Only these",
    optional: "optional",
    create: "Add",
    creating: "Adding…",
    save: "Save",
    saving: "Saving…",
    saved: "Saved.",
  },
  secret: {
    title: "Signing secret",
    lead: "The receiver checks with it that an event comes from this hub. A new one is used at once; for a day the old one signs as well, so that nothing is lost meanwhile.",
    shown: "Copy it now. It is not shown again.",
    label: "Signing secret",
    renew: "Make a new secret",
    question: "Make a new signing secret?",
    what: "Put the new one into the receiver within a day. After that the old one signs nothing any more.",
    renewing: "Making…",
  },
  toEndpoint: "Go to the endpoint",
  settings: "Settings",
  deliveries: {
    title: "Deliveries",
    lead: "Newest first. Open one to see each attempt.",
    empty: { title: "Nothing was sent yet", body: "The next event that this endpoint listens to appears here." },
    states: { waiting: "waiting", delivered: "delivered", failed: "failed" } satisfies Record<
      DeliveryRow["state"],
      string
    >,
    replayed: "sent again by hand",
    next: (at: string) => `next attempt ${at}`,
    attempt: (number: number) => `Attempt ${number}`,
    noAnswer: "no answer",
    answered: (status: number) => `answered ${status}`,
    problems: {
      ADDRESS_REFUSED: "The address leads to where the hub may not go.",
      UNREACHABLE: "Nothing answered there.",
      TLS_FAILED: "The connection could not be secured. Look at the certificate.",
      TIMEOUT: "There was no answer in time.",
      BROKEN_ANSWER: "The answer was not HTTP as it should be.",
      REDIRECTED: "It answered with a redirect, which is not followed.",
      GONE: "It answered that it is gone.",
      REFUSED: "It refused the event.",
      FAILED: "It could not take the event at that moment.",
    } satisfies Record<DeliveryProblem, string>,
    labels: { event: "webhook-id", account: "Linked account", sequence: "Sequence", delivered: "Delivered" },
    replay: "Send again",
    replaying: "Sending…",
    replayLabel: (type: string, at: string) => `Send again: ${type} of ${at}`,
    sent: "Sent again, with the same webhook-id and a new timestamp.",
  },
  enabled: "Send events here",
  enabledHint: "When it is off, what waits is kept until it is on again. What happens meanwhile is not sent.",
  remove: {
    title: "Remove",
    button: "Remove this endpoint",
    question: (url: string): Phrase => ["Remove ", strong(url), "?"],
    what: "Nothing is sent there any more, and its log is deleted. To stop it for a while, switch it off.",
    busy: "Removing…",
  },
};
