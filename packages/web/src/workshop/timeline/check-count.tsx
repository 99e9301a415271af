import type { ExchangeCheck } from "@joinery/contract/workshop";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { Cross, Hook } from "../exchange/check-marks.tsx";

/** How many checks failed, or that all passed. Nothing where nothing was checked. */
export function CheckCount({ checks }: { checks: readonly ExchangeCheck[] }) {
  const failed = checks.filter(({ passed }) => !passed).length;
  if (checks.length === 0) return null;
  const words = failed > 0 ? format.count(failed, w.timeline.failed) : format.count(checks.length, w.timeline.passed);
  return (
    <span
      title={words}
      className={`inline-flex items-center gap-1 ${failed > 0 ? "font-medium text-bad" : "text-ink-3"}`}
    >
      {failed > 0 ? <Cross /> : <Hook />}
      <span aria-hidden="true">{failed > 0 ? failed : checks.length}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
