import type { Exchange } from "@joinery/contract/workshop";
import type { ExchangeQuery, Recorder } from "./recorder.ts";

/** Whoever is further behind than this many messages is let go; their browser comes again by itself. */
const MESSAGES_BEHIND = 2_000;
/** So that nobody between takes the silence for an end. */
const HEARTBEAT_MS = 15_000;

/**
 * Tells exchanges as they begin and change, as server-sent events: `event: exchange` and the exchange as JSON. What was
 * recorded after `after` comes first, so that nothing is missed between a list and the stream. Events have no ids: whoever
 * comes again gets everything after `after` anew, with the ends that they have missed.
 */
export function streamExchanges(recorder: Pick<Recorder, "list" | "onChange">, query: ExchangeQuery): Response {
  const encoder = new TextEncoder();
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          if ((controller.desiredSize ?? 0) >= -MESSAGES_BEHIND) return controller.enqueue(encoder.encode(text));
          end();
          controller.close();
        };
        const stop = recorder.onChange((exchange) => {
          if (query.flow === undefined || exchange.flow === query.flow) send(eventOf(exchange));
        });
        const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS);
        heartbeat.unref();
        end = () => {
          stop();
          clearInterval(heartbeat);
        };
        send(": the workshop's exchanges\n\n");
        if (query.after !== undefined) for (const exchange of recorder.list(query)) send(eventOf(exchange));
      },
      cancel: () => end(),
    },
    { highWaterMark: 1 },
  );
  return new Response(stream, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}

function eventOf(exchange: Exchange): string {
  return `event: exchange\ndata: ${JSON.stringify(exchange)}\n\n`;
}
