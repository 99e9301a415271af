import type { Exchange, Party } from "@joinery/contract/workshop";
import { hasFailed } from "../flows/flow-outcome.ts";

/** The four parties from left to right: the shortest ways for what is said most often. */
export const LANES: readonly Party[] = ["hub", "integration", "browser", "service"];

/** The way of an exchange across the lanes, counted from 0. */
export interface Way {
  left: number;
  right: number;
  /** Where the request goes. */
  towards: "left" | "right";
}

/** The way from one party to another. An exchange of a party with itself has no length. */
export function wayOf({ from, to }: Pick<Exchange, "from" | "to">): Way {
  const start = LANES.indexOf(from);
  const end = LANES.indexOf(to);
  return { left: Math.min(start, end), right: Math.max(start, end), towards: end < start ? "left" : "right" };
}

/** How an exchange reads at a glance. */
export type ExchangeTone = "waiting" | "good" | "refused" | "bad";

/** `bad` when a check failed, no answer came or the other side broke; `refused` when it said no. */
export function toneOf(exchange: Exchange): ExchangeTone {
  const { response, failure, checks } = exchange;
  if (failure !== null || checks.some(({ passed }) => !passed)) return "bad";
  if (response === null) return "waiting";
  if (response.status >= 500) return "bad";
  return hasFailed(exchange) ? "refused" : "good";
}

/** Milliseconds from the first exchange of a list to this one. */
export function offsetOf(exchange: Exchange, first: Exchange): number {
  return Math.max(0, Date.parse(exchange.at) - Date.parse(first.at));
}

/** "+84 ms", "+1.2 s", "+2 min": how long after the begin, in three signs or so. */
export function offsetText(milliseconds: number): string {
  if (milliseconds < 1_000) return `+${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `+${(milliseconds / 1_000).toFixed(1)} s`;
  return `+${Math.round(milliseconds / 60_000)} min`;
}

/** Path and query of an address, for lists where everything lies with a party that is named anyway. */
export function pathOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : decodeMarks(parsed.pathname + parsed.search);
}

/** Marks of secrets such as `[secret 9f3a]` are encoded in an address; people read them as they are. */
function decodeMarks(address: string): string {
  return address.replace(/(?:%5B|\[)secret(?:%20|\+)([0-9a-f]{4})(?:%5D|\])/gi, "[secret $1]");
}
