import type { Exchange } from "@joinery/contract/workshop";
import { couldNotRun } from "../refusal.ts";
import type { WorkshopAccess } from "../workshop/open-workshop.ts";

/** Before the first exchange. */
const FROM_THE_BEGINNING = "x-0";

/** Tells each exchange once, when it is over, from the first one on, until it is interrupted or the workshop ends. */
export async function followExchanges(
  { url, token }: WorkshopAccess,
  query: { flow?: string },
  { signal, onExchange }: { signal: AbortSignal; onExchange: (exchange: Exchange) => void },
): Promise<void> {
  const search = new URLSearchParams({ ...query, after: FROM_THE_BEGINNING });
  const headers = { authorization: `Bearer ${token}`, accept: "text/event-stream" };
  const shown = new Set<string>();
  try {
    const response = await fetch(`${url}/api/exchanges/stream?${search}`, { headers, signal });
    if (!response.ok || response.body === null)
      throw couldNotRun(`The workshop answered with status ${response.status}.`);
    for await (const data of readEvents(response.body)) {
      const exchange = JSON.parse(data) as Exchange;
      if (exchange.duration_ms === null || shown.has(exchange.id)) continue;
      shown.add(exchange.id);
      onExchange(exchange);
    }
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof TypeError) throw couldNotRun("The workshop is gone.", "Start it again: joinery dev");
    throw error;
  }
}

/** The data of server-sent events (HTML Standard, 9.2.6), as far as the workshop uses them: one line of data each. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let kept = "";
  for await (const chunk of body) {
    const lines = (kept + decoder.decode(chunk, { stream: true })).split("\n");
    kept = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("data: ")) yield line.slice("data: ".length);
  }
}
