import type { Exchange } from "@joinery/contract/workshop";
import { isRecord } from "../../api/refusal.ts";
import { withExchanges } from "./exchange-log.ts";

/** `loading` until the first answer, then `live`, or `lost` while the workshop does not answer. */
export type FeedState = "loading" | "live" | "lost";

export interface FeedSnapshot {
  state: FeedState;
  exchanges: readonly Exchange[];
}

/** What a feed needs of its surroundings; a test gives others. */
export interface FeedParts {
  openStream: () => EventSource;
  list: () => Promise<readonly Exchange[]>;
  /** Calls back after a while, to try again. */
  later: (callback: () => void) => void;
}

export interface ExchangeFeed {
  snapshot: () => FeedSnapshot;
  subscribe: (listener: () => void) => () => void;
}

/**
 * Follows the exchanges of the workshop. Each time the stream opens, everything is read anew: after a gap, or a restart
 * of the workshop, what is shown is what the workshop knows. What the stream says meanwhile is newer and wins.
 */
export function createExchangeFeed({ openStream, list, later }: FeedParts): ExchangeFeed {
  let current: FeedSnapshot = { state: "loading", exchanges: [] };
  const listeners = new Set<() => void>();
  let stream: EventSource | undefined;
  let sinceOpened: readonly Exchange[] = [];

  const become = (next: Partial<FeedSnapshot>) => {
    current = { ...current, ...next };
    for (const listener of listeners) listener();
  };

  const readAll = async (opened: EventSource) => {
    sinceOpened = [];
    try {
      const all = await list();
      if (opened === stream) become({ state: "live", exchanges: withExchanges(all, sinceOpened) });
    } catch {
      if (opened === stream) openAgain(opened);
    }
  };

  const openAgain = (broken: EventSource) => {
    broken.close();
    become({ state: "lost" });
    later(() => {
      if (broken === stream) open();
    });
  };

  const open = () => {
    const opened = openStream();
    stream = opened;
    opened.addEventListener("open", () => void readAll(opened));
    opened.addEventListener("exchange", ({ data }) => {
      const exchange = readExchange(data);
      if (exchange === undefined) return;
      sinceOpened = [...sinceOpened, exchange];
      if (current.state === "live") become({ exchanges: withExchanges(current.exchanges, [exchange]) });
    });
    opened.addEventListener("error", () => openAgain(opened));
  };

  return {
    snapshot: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      if (stream === undefined) open();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stream?.close();
        stream = undefined;
      };
    },
  };
}

/** Reads the data of an `exchange` event; `undefined` for anything that is not one. */
export function readExchange(data: unknown): Exchange | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) && typeof value.id === "string" && typeof value.at === "string"
      ? (value as unknown as Exchange)
      : undefined;
  } catch {
    return undefined;
  }
}
