import type { ExchangeCheck } from "@joinery/contract/workshop";
import { w } from "../../texts/workshop.ts";
import { placeAt } from "../place/place.ts";
import { PlaceLink } from "../place/place-link.tsx";
import { Cross, Hook } from "./check-marks.tsx";

/** What was looked at in an exchange, failures first. */
export function CheckList({ checks }: { checks: readonly ExchangeCheck[] }) {
  const ordered = [...checks].sort((a, b) => Number(a.passed) - Number(b.passed));
  return (
    <div className="mt-6">
      <h3 className="font-semibold">{w.exchange.checks}</h3>
      <ul className="mt-2 space-y-2">
        {ordered.map((check) => (
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
    </div>
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
