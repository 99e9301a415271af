import type { FlowStatus } from "@joinery/contract";
import { isRecord, type Refusal, toRefusal } from "../api/refusal.ts";
import { request } from "../api/request.ts";

const POLL_MILLISECONDS = 2_000;
/** A stream that breaks this often in a row is given up for asking. */
const MOST_STREAM_ERRORS = 3;

export interface FlowWatcher {
  onStatus: (status: FlowStatus) => void;
  /** The hub will not tell: nobody is signed in, or there is no such flow. Watching has ended. */
  onRefused: (refusal: Refusal) => void;
}

/** Reads the status of a flow once. */
export function getFlowStatus(flow: string, signal?: AbortSignal): Promise<FlowStatus> {
  return request<FlowStatus>("GET", `/connect/${encodeURIComponent(flow)}`, { signal });
}

/**
 * Follows a flow: by server-sent events, and by asking every two seconds where a stream does not get through.
 * Whenever the page comes back to the front it asks at once, because browsers put streams of hidden pages to sleep.
 *
 * @returns the way to stop
 */
export function watchFlow(flow: string, watcher: FlowWatcher): () => void {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let polling = false;

  const stop = () => {
    stopped.abort();
    clearTimeout(timer);
    stream.close();
    document.removeEventListener("visibilitychange", askWhenVisible);
  };

  const ask = async () => {
    try {
      const status = await getFlowStatus(flow, stopped.signal);
      if (!stopped.signal.aborted) watcher.onStatus(status);
    } catch (error) {
      if (stopped.signal.aborted) return;
      const refusal = toRefusal(error);
      if (refusal.status < 400 || refusal.status >= 500 || refusal.status === 429) return;
      stop();
      watcher.onRefused(refusal);
    }
  };

  const poll = async () => {
    await ask();
    if (!stopped.signal.aborted) timer = setTimeout(() => void poll(), POLL_MILLISECONDS);
  };

  const fallBack = () => {
    if (polling || stopped.signal.aborted) return;
    polling = true;
    stream.close();
    void poll();
  };

  const askWhenVisible = () => {
    if (document.visibilityState === "visible") void ask();
  };

  const stream = openStream(flow, watcher.onStatus, fallBack);
  document.addEventListener("visibilitychange", askWhenVisible);
  return stop;
}

function openStream(flow: string, onStatus: (status: FlowStatus) => void, onBroken: () => void): EventSource {
  const stream = new EventSource(`/connect/${encodeURIComponent(flow)}`);
  let errors = 0;
  stream.addEventListener("status", (event) => {
    errors = 0;
    const status = readStatus(event.data);
    if (status !== undefined) onStatus(status);
  });
  stream.addEventListener("error", () => {
    errors += 1;
    if (stream.readyState === EventSource.CLOSED || errors >= MOST_STREAM_ERRORS) onBroken();
  });
  return stream;
}

/** Reads the data of a `status` event; `undefined` for anything that is not one. */
export function readStatus(data: unknown): FlowStatus | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(data);
    if (!isRecord(value) || typeof value.flow !== "string" || typeof value.state !== "string") return undefined;
    return value as FlowStatus;
  } catch {
    return undefined;
  }
}
