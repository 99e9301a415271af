import type { Exchange } from "@joinery/contract/workshop";
import { expect, test, vi } from "vitest";
import { exchangeWith } from "../exchange.fixture.ts";
import { createExchangeFeed, readExchange } from "./exchange-feed.ts";
import { withExchanges, withoutCleared } from "./exchange-log.ts";

/** A stream as a browser has it, told what to say by the test. */
class Stream extends EventTarget {
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
  say(exchange: Exchange): void {
    this.dispatchEvent(new MessageEvent("exchange", { data: JSON.stringify(exchange) }));
  }
}

function follow(lists: (readonly Exchange[])[]) {
  const streams: Stream[] = [];
  const tries: (() => void)[] = [];
  const feed = createExchangeFeed({
    openStream: () => {
      const stream = new Stream();
      streams.push(stream);
      return stream as unknown as EventSource;
    },
    list: async () => lists.shift() ?? [],
    later: (callback) => tries.push(callback),
  });
  const stop = feed.subscribe(() => {});
  return { feed, streams, tries, stop };
}

const first = exchangeWith({ id: "x-1" });
const second = exchangeWith({ id: "x-2" });
const ids = (exchanges: readonly Exchange[]) => exchanges.map(({ id }) => id);

test("what is known when the stream opens comes first, what the stream says follows", async () => {
  const { feed, streams } = follow([[first]]);
  expect(feed.snapshot().state).toBe("loading");
  streams[0]?.dispatchEvent(new Event("open"));
  await vi.waitFor(() => expect(feed.snapshot().state).toBe("live"));
  streams[0]?.say(second);
  expect(ids(feed.snapshot().exchanges)).toEqual(["x-1", "x-2"]);
});

test("a change that comes while the list is read wins over the list", async () => {
  const { feed, streams } = follow([[{ ...first, response: null }]]);
  streams[0]?.dispatchEvent(new Event("open"));
  streams[0]?.say(first);
  await vi.waitFor(() => expect(feed.snapshot().state).toBe("live"));
  expect(feed.snapshot().exchanges).toEqual([first]);
});

test("a stream that breaks is said to be lost, opened again, and then the workshop's list counts", async () => {
  const { feed, streams, tries } = follow([[first, second], [first]]);
  streams[0]?.dispatchEvent(new Event("open"));
  await vi.waitFor(() => expect(feed.snapshot().state).toBe("live"));
  streams[0]?.dispatchEvent(new Event("error"));
  expect(feed.snapshot()).toMatchObject({ state: "lost", exchanges: [first, second] });
  expect(streams[0]?.isClosed).toBe(true);
  tries[0]?.();
  streams[1]?.dispatchEvent(new Event("open"));
  await vi.waitFor(() => expect(feed.snapshot().state).toBe("live"));
  expect(ids(feed.snapshot().exchanges)).toEqual(["x-1"]);
});

test("nobody who looks, no stream", () => {
  const { streams, stop } = follow([]);
  stop();
  expect(streams[0]?.isClosed).toBe(true);
});

test("an event that is no exchange is ignored", () => {
  expect(readExchange(JSON.stringify(first))).toEqual(first);
  expect([readExchange("…"), readExchange("[]"), readExchange('{"id":"x-1"}'), readExchange(1)]).toEqual(
    Array(4).fill(undefined),
  );
});

test("a log is in the order of numbers, and a newer state replaces the older", () => {
  const late = exchangeWith({ id: "x-10" });
  expect(ids(withExchanges([late], [second, first]))).toEqual(["x-1", "x-2", "x-10"]);
  expect(withExchanges([first], [{ ...first, step: "Save" }])).toMatchObject([{ step: "Save" }]);
});

test("what was cleared away stays away, what comes after does not", () => {
  const later = exchangeWith({ id: "x-1", at: "2026-11-24T10:00:01.000Z" });
  expect(withoutCleared([first, later], first.at)).toEqual([later]);
  expect(withoutCleared([first], null)).toEqual([first]);
});
