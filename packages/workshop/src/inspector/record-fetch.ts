import type { Transformer } from "node:stream/web";
import type { Party } from "@joinery/contract/workshop";
import { toHeaderPairs } from "./messages.ts";
import { isScenery, senderOf } from "./parties.ts";
import { createBodyTap, KEPT_BYTES } from "./passed-body.ts";
import type { Recorder, Recording } from "./recorder.ts";

/** What is recorded, and what it leads to. */
export interface RecordOptions<To extends Party> {
  to: To;
  recorder: Recorder;
}

/** A Fetch handler; what a server gives it besides the request is passed on. */
export type FetchHandler<Rest extends unknown[]> = (request: Request, ...rest: Rest) => Response | Promise<Response>;

/** Answers that go on for as long as somebody listens: only their beginning is recorded. */
const ENDLESS = /^text\/event-stream\b/i;

/** Puts a recorder around a Fetch handler. Bodies pass as they come; nothing waits for the recorder. */
export function recordFetch<Rest extends unknown[]>(
  handler: FetchHandler<Rest>,
  { to, recorder }: RecordOptions<"hub" | "service">,
): FetchHandler<Rest> {
  return async (request, ...rest) => {
    const url = new URL(request.url);
    if (isScenery(to, request.method, url.pathname)) return handler(request, ...rest);
    const body = createBodyTap();
    // The copy is made before the handler reads; it fills the tap while the handler reads the request itself.
    const copy = request.body === null ? null : request.clone().body;
    const from = senderOf(toHeaderPairs(request.headers), to);
    const draft = { from, to, method: request.method, url: request.url, headers: request.headers, body };
    const recording = recorder.begin(draft);
    const copied = copy === null ? Promise.resolve() : fill(body, copy);
    try {
      return watchAnswer(await handler(request, ...rest), recording, copied);
    } catch (error) {
      recording.fail("The server failed before it answered.");
      throw error;
    }
  };
}

function watchAnswer(response: Response, recording: Recording, copied: Promise<void>): Response {
  const { status, headers } = response;
  const tap = createBodyTap();
  const end = () => void settled(copied).then(() => recording.answer(status, headers, tap));
  if (response.body === null || ENDLESS.test(headers.get("content-type") ?? "")) {
    end();
    return response;
  }
  const watcher: Transformer<Uint8Array, Uint8Array> & { cancel: () => void } = {
    transform(chunk, controller) {
      tap.push(chunk);
      controller.enqueue(chunk);
    },
    flush: end,
    cancel: end,
  };
  const watched = response.body.pipeThrough(new TransformStream(watcher));
  return new Response(watched, { status, statusText: response.statusText, headers });
}

/** Fills a tap; what is longer than is kept is not waited for. */
async function fill(tap: ReturnType<typeof createBodyTap>, body: ReadableStream<Uint8Array>): Promise<void> {
  for await (const chunk of body) {
    tap.push(chunk);
    if (tap.read().length > KEPT_BYTES * 16) return;
  }
}

const COPY_WITHIN_MS = 50;

/** A request that is answered before it has been read to its end is recorded as far as it was read. */
async function settled(copied: Promise<void>): Promise<void> {
  await Promise.race([
    copied.catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, COPY_WITHIN_MS).unref()),
  ]);
}
