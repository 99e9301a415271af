import type { Label } from "./walker.ts";

/** What each of the two accounts is to the hub: all that decides what can be done next. */
export interface Journey extends Record<Label, "none" | "live" | "pending"> {
  /** Whether the account that the pending one was meant to repair is still there. */
  isOldThere: boolean;
}

/** Everybody begins without a link. */
export function beginJourney(): Journey {
  return { first: "none", second: "none", isOldThere: false };
}

export function otherThan(label: Label): Label {
  return label === "first" ? "second" : "first";
}

/** The account that waits for a choice; there is one at most, because the other one is live then. */
export function pendingOf({ first, second }: Readonly<Journey>): Label | undefined {
  if (first === "pending") return "first";
  return second === "pending" ? "second" : undefined;
}

/** An account was linked, or linked again. */
export function link(journey: Journey, label: Label): void {
  journey[label] = "live";
}

/** Reconnect was pressed on a live account, and somebody came back with this one. */
export function linkInstead(journey: Journey, { label, as }: { label: Label; as: Label }): void {
  if (label === as || journey[as] === "live") return;
  journey[as] = "pending";
  journey.isOldThere = true;
}

/** The owner of a pending account has chosen. */
export function choose(journey: Journey, choice: "replace" | "add" | "cancel"): void {
  const pending = pendingOf(journey) ?? "first";
  journey[pending] = choice === "cancel" ? "none" : "live";
  if (choice === "replace" && journey.isOldThere) journey[otherThan(pending)] = "none";
}

/** A link was removed. */
export function unlink(journey: Journey, label: Label): void {
  journey[label] = "none";
  journey.isOldThere &&= pendingOf(journey) === label;
}
