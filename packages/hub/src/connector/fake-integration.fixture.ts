import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it arrived at the fake integration. */
export interface ReceivedRequest {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

/** For tests: an integration server on loopback that records what it gets and answers as the test says. */
export async function startFakeIntegration(answer: RequestListener = (_request, response) => response.end()) {
  const received: ReceivedRequest[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  });
  const { promise: firstClosed, resolve: closeFirst } = Promise.withResolvers<void>();
  server.on("connection", (socket) => {
    connections += 1;
    socket.once("close", () => closeFirst());
  });
  // Longer than any test: a connection that ends was ended by the hub.
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    proxyUrl: `http://127.0.0.1:${port}/hook`,
    received,
    connections: () => connections,
    /** Settles when a connection has been closed. */
    firstClosed,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
