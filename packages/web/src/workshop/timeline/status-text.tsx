import type { Exchange } from "@joinery/contract/workshop";
import { w } from "../../texts/workshop.ts";

/** The status of the answer, or that there is none. */
export function StatusText({ exchange: { response, failure } }: { exchange: Exchange }) {
  if (response !== null) return <span className={`font-medium ${lookOf(response.status)}`}>{response.status}</span>;
  if (failure !== null) return <span className="font-medium text-bad">{w.timeline.noAnswer}</span>;
  return <span className="text-accent-ink">{w.timeline.waiting}</span>;
}

function lookOf(status: number): string {
  if (status >= 500) return "text-bad";
  if (status >= 400) return "text-warn";
  return status >= 300 ? "text-ink-2" : "text-good";
}
