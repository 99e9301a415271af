import type { Exchange } from "@joinery/contract/workshop";
import { w } from "../../texts/workshop.ts";
import { type ExchangeTone, LANES, toneOf, wayOf } from "./lanes.ts";

/** Two columns for each lane, so that every lane has a line in its middle where arrows begin and end. */
const GRAPH = "hidden w-64 shrink-0 grid-cols-8 @lg:grid @4xl:w-96";
const LANE_START = ["col-start-1", "col-start-3", "col-start-5", "col-start-7"];
const MIDDLE_START = ["col-start-2", "col-start-4", "col-start-6", "col-start-8"];
const MIDDLE_END = ["col-end-2", "col-end-4", "col-end-6", "col-end-8"];

const TONES: Record<ExchangeTone, string> = {
  waiting: "text-accent-ink",
  good: "text-ink-2",
  refused: "text-warn",
  bad: "text-bad",
};

/** The names of the lanes; they stay in sight. */
export function LaneHeads() {
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-10 hidden border-line border-b bg-paper px-4 py-2 sm:px-6 @lg:block"
    >
      <div className={GRAPH}>
        {LANES.map((party) => (
          <span
            key={party}
            className="col-span-2 whitespace-nowrap text-center text-ink-2 text-xs @4xl:text-[0.8667rem]"
          >
            {w.parties[party]}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The way of one exchange over the lanes. Decoration: the row says it in words, too. */
export function LaneGraph({ exchange }: { exchange: Exchange }) {
  const { left, right, towards } = wayOf(exchange);
  const tone = toneOf(exchange);
  return (
    <span aria-hidden="true" className={`${GRAPH} relative self-stretch`}>
      {LANES.map((party, lane) => (
        <span
          key={party}
          className={`${LANE_START[lane]} col-span-2 row-start-1 -my-1.5 w-px justify-self-center bg-line-strong/70`}
        />
      ))}
      <span
        className={`${MIDDLE_START[left]} ${MIDDLE_END[right]} ${TONES[tone]} relative row-start-1 flex h-2 items-center self-center`}
      >
        <span
          data-towards={towards}
          className={`mx-0.5 h-px flex-1 ${tone === "waiting" ? "under-way" : "bg-current"}`}
        />
        <span
          className={`absolute size-[5px] rounded-full bg-current ${towards === "right" ? "-left-[2.5px]" : "-right-[2.5px]"}`}
        />
        <Head towards={towards} />
      </span>
    </span>
  );
}

function Head({ towards }: { towards: "left" | "right" }) {
  const path = towards === "right" ? "M2 1 7 5 2 9" : "M6 1 1 5 6 9";
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 8 10"
      className={`absolute h-2.5 w-2 ${towards === "right" ? "right-[1px]" : "left-[1px]"}`}
    >
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
