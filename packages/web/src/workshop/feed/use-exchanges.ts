import type { Exchange } from "@joinery/contract/workshop";
import { useMemo, useState, useSyncExternalStore } from "react";
import { listExchanges } from "../api/queries.ts";
import { createExchangeFeed, type FeedState } from "./exchange-feed.ts";
import { withoutCleared } from "./exchange-log.ts";

const TRY_AGAIN_MILLISECONDS = 1_500;
const CLEARED_KEY = "joinery.workshop.cleared";

const feed = createExchangeFeed({
  openStream: () => new EventSource("/api/exchanges/stream"),
  list: () => listExchanges(),
  later: (callback) => setTimeout(callback, TRY_AGAIN_MILLISECONDS),
});

export interface ExchangesOnPage {
  state: FeedState;
  exchanges: readonly Exchange[];
  /** Takes everything that is there out of sight, in this tab. The workshop keeps it. */
  clear: () => void;
}

/** The exchanges of the workshop, live, but for those that were cleared away in this tab. */
export function useExchanges(): ExchangesOnPage {
  const { state, exchanges } = useSyncExternalStore(feed.subscribe, feed.snapshot);
  const [clearedUntil, setClearedUntil] = useState(() => sessionStorage.getItem(CLEARED_KEY));
  const shown = useMemo(() => withoutCleared(exchanges, clearedUntil), [exchanges, clearedUntil]);
  const clear = () => {
    const last = exchanges.at(-1)?.at ?? null;
    if (last !== null) sessionStorage.setItem(CLEARED_KEY, last);
    setClearedUntil(last);
  };
  return { state, exchanges: shown, clear };
}
