import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An API that takes every token until it is told that those it has seen have expired. Quick: hundreds ask at once. */
export interface StormApi extends AsyncDisposable {
  url: string;
  /** Ends the tokens that somebody has used so far; the next answer to them is 401. */
  expire(userId: string): void;
}

/** Starts the API on a free port of loopback. */
export async function startApi(): Promise<StormApi> {
  const seen = new Map<string, Set<string>>();
  const ended = new Set<string>();
  const tokensOf = (userId: string) => {
    const tokens = seen.get(userId) ?? new Set();
    seen.set(userId, tokens);
    return tokens;
  };
  const server = createServer((incoming, outgoing) => {
    const token = incoming.headers.authorization ?? "";
    tokensOf(String(incoming.headers["x-test-person"])).add(token);
    outgoing.writeHead(ended.has(token) ? 401 : 200).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    expire(userId) {
      for (const token of tokensOf(userId)) ended.add(token);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
