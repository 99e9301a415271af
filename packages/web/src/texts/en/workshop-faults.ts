import type { FaultSide } from "@joinery/contract/workshop";
import { type Phrase, strong } from "../phrase.ts";

const SIDES: Record<FaultSide, { title: string; lead: string }> = {
  service: {
    title: "Acme Desk",
    lead: "What an external service can do to your integration.",
  },
  hub: {
    title: "Hub",
    lead: "Requests that your integration must refuse, because they can't be trusted.",
  },
  browser: {
    title: "Browser",
    lead: "What people and browsers do that nobody expects.",
  },
};

/** The fault panel. */
export const workshopFaults = {
  title: "Faults",
  lead: "Let things go wrong on purpose, and see what your integration makes of it. Everything on this page is fake: the faults exist in this workshop only, and whatever they shape is labelled.",
  sides: SIDES,
  noneOn: "No fault is on.",
  on: { one: "fault is on", other: "faults are on" },
  press: "Do it",
  pressLabel: (title: string) => `Do it: ${title}`,
  doing: "Doing it…",
  done: (time: string) => `Done at ${time}`,
  forwarded: {
    choose: "The link that Eve sends on",
    variants: {
      "authorization-url": "what Connect gave her",
      finish: "the step after the hub has looked at her browser",
      service: "the log-in page of Acme Desk",
      callback: "the last step back from Acme Desk",
    },
    run: "Let Eve send it to Bob",
    running: "Eve and Bob are at it…",
    safe: "Nothing was linked to Eve.",
    unsafe: (account: string): Phrase => ["Bob's account ", strong(account), " is now linked to Eve."],
    unsafeWhy:
      "Whoever forwards a link gets the account of whoever follows it. Your integration must find out whose browser finishes.",
    facts: {
      pressed: "Pressed Connect",
      opened: "Opened the link",
      linked: "Linked to Eve",
      ended: "Bob's browser ended at",
      reads: "Bob reads",
    },
    nothing: "nothing",
    nobody: "no words",
    toFlow: "See what was said",
  },
};
