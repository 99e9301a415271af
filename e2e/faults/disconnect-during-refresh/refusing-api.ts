import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An API that takes no token: whoever calls it wants another one. */
export interface RefusingApi extends AsyncDisposable {
  url: string;
}

/** Starts the API on a free port of loopback. */
export async function startRefusingApi(): Promise<RefusingApi> {
  const server = createServer((_incoming, outgoing) => outgoing.writeHead(401).end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
