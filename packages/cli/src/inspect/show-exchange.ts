import type { Exchange } from "@joinery/contract/workshop";
import { formatExchange, type PaintedAs } from "@joinery/workshop/client";
import type { Paint } from "../terminal/paint.ts";

const STYLES = {
  party: "dim",
  step: "bold",
  good: "green",
  bad: "red",
  quiet: "dim",
  fake: "yellow",
} as const satisfies Record<PaintedAs, Parameters<Paint>[0]>;

/** An exchange on one line, in the colours of a terminal. */
export function showExchange(exchange: Exchange, paint: Paint): string {
  const time = new Date(exchange.at).toTimeString().slice(0, 8);
  return `${paint("dim", time)}  ${formatExchange(exchange, (text, as) => paint(STYLES[as], text))}`;
}
