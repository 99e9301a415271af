import type { ExchangeCheck } from "@joinery/contract/workshop";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { placeAt } from "../place/place.ts";
import { PlaceLink } from "../place/place-link.tsx";
import { Cross, Hook } from "./check-marks.tsx";

/** More than this many passed checks are put behind a word: what failed, and the exchange itself, come first. */
const MOST_PASSED_SHOWN = 2;

/** What was looked at in an exchange, failures first. */
export function CheckList({ checks }: { checks: readonly ExchangeCheck[] }) {
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.filter((check) => check.passed);
  return (
    <div className="mt-6">
      <h3 className="font-semibold">{w.exchange.checks}</h3>
      <Items checks={failed} />
      {passed.length <= MOST_PASSED_SHOWN ? (
        <Items checks={passed} />
      ) : (
        <details className="mt-2">
          <summary className="rounded py-1 text-ink-2">
            <Hook className="mx-1 inline" />
            {format.count(passed.length, w.timeline.passed)}
          </summary>
          <Items checks={passed} />
        </details>
      )}
    </div>
  );
}

function Items({ checks }: { checks: readonly ExchangeCheck[] }) {
  return (
    <ul className="mt-2 space-y-2 empty:hidden">
      {checks.map((check) => (
        <li
          key={check.id}
          className={check.passed ? "flex gap-2.5" : "flex gap-2.5 rounded-xl bg-bad-soft px-3 py-2.5"}
        >
          <span className="pt-1">{check.passed ? <Hook /> : <Cross />}</span>
          <span className="min-w-0">
            <span className={check.passed ? "text-ink-2" : "font-medium"}>{check.sentence}</span>
            {check.passed || check.got === undefined ? null : (
              <span className="mt-0.5 block break-words text-sm">
                <span className="text-ink-2">{w.exchange.got}:</span> {check.got}
              </span>
            )}
            <CheckLink check={check} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function CheckLink({ check }: { check: ExchangeCheck }) {
  const { pathname } = new URL(check.page, window.location.origin);
  if (check.passed) {
    return (
      <PlaceLink to={placeAt(pathname)} className="ml-2 text-ink-3 text-sm underline-offset-4 hover:underline">
        {check.id}
      </PlaceLink>
    );
  }
  return (
    <PlaceLink to={placeAt(pathname)} className="mt-1 block text-accent-ink text-sm underline underline-offset-4">
      {w.exchange.why}
    </PlaceLink>
  );
}
