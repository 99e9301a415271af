import { choose, type Journey, link, linkInstead, pendingOf, unlink } from "./journey.ts";
import type { Twins } from "./start-twins.ts";
import type { Label, Walker } from "./walker.ts";

/** A step of the journey, without its repeats. */
export interface Step {
  name: string;
  isPossible(journey: Readonly<Journey>): boolean;
  /** What it makes of the two accounts; nothing unless given. */
  after?(journey: Journey): void;
  /** What happens at the service first, to both of them. */
  before?(twins: Twins): unknown;
  walk(walker: Walker, journey: Readonly<Journey>): Promise<unknown>;
}

const always = () => true;
const isLive = (label: Label) => (journey: Readonly<Journey>) => journey[label] === "live";

export const connect = (label: Label): Step => ({
  name: "connect",
  isPossible: always,
  after: (journey) => link(journey, label),
  walk: (walker) => walker.connect(label),
});

export const reconnect = ({ label, as }: { label: Label; as: Label }): Step => ({
  name: label === as ? "reconnect" : "reconnect with another account",
  isPossible: isLive(label),
  after: (journey) => linkInstead(journey, { label, as }),
  walk: (walker) => walker.connect(as, { reconnects: label }),
});

export const makeChoice = (choice: "replace" | "add" | "cancel"): Step => ({
  name: `choose ${choice}`,
  isPossible: (journey) => pendingOf(journey) !== undefined,
  after: (journey) => choose(journey, choice),
  walk: (walker, journey) => walker.choose(pendingOf(journey) ?? "first", choice),
});

export const renew = (label: Label): Step => ({
  name: "renew",
  isPossible: isLive(label),
  before: ({ world }) => world.service.expireAccessTokens(),
  walk: (walker) => walker.fileTicket(label),
});

export const endGrants = (label: Label): Step => ({
  name: "grant ended at the service",
  isPossible: isLive(label),
  before: ({ world }) => world.service.faults.set("grant-revoked", true),
  walk: (walker) => walker.fileTicket(label),
});

export const report = ({ label, isBroken }: { label: Label; isBroken: boolean }): Step => ({
  name: isBroken ? "reported as broken" : "reported as mended",
  isPossible: isLive(label),
  walk: (walker) => walker.report(label, isBroken),
});

export const disconnect = (label: Label): Step => ({
  name: "disconnect",
  isPossible: (journey) => journey[label] !== "none",
  after: (journey) => unlink(journey, label),
  walk: (walker) => walker.disconnect(label),
});

export const deleteByIntegration = (label: Label): Step => ({
  name: "deleted by the integration",
  isPossible: isLive(label),
  after: (journey) => unlink(journey, label),
  walk: (walker) => walker.deleteByIntegration(label),
});

export const DECLINE: Step = {
  name: "decline",
  isPossible: always,
  walk: (walker) => walker.connect("first", { presses: "Deny" }),
};
export const CANCEL: Step = { name: "cancel", isPossible: always, walk: (walker) => walker.cancel() };
export const DISMISS: Step = { name: "dismiss", isPossible: always, walk: (walker) => walker.dismissAll() };

/** Every step there is, in an order in which each is possible. */
export const TOUR: readonly Step[] = [
  connect("first"),
  renew("first"),
  report({ label: "first", isBroken: true }),
  DISMISS,
  report({ label: "first", isBroken: false }),
  reconnect({ label: "first", as: "first" }),
  DECLINE,
  CANCEL,
  reconnect({ label: "first", as: "second" }),
  makeChoice("cancel"),
  reconnect({ label: "first", as: "second" }),
  makeChoice("add"),
  endGrants("first"),
  report({ label: "first", isBroken: false }),
  connect("first"),
  disconnect("second"),
  reconnect({ label: "first", as: "second" }),
  makeChoice("replace"),
  deleteByIntegration("second"),
];
