import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server says to everybody, whatever they ask. */
export interface Answer {
  status: number;
  type: string;
  body: string;
}

/** An integration that takes every secret and knows no envelope. */
export const WRONG_ENVELOPE: Answer = {
  status: 200,
  type: "application/json",
  body: JSON.stringify({ authorization_url: "https://acme.example/authorize?state=always-the-same" }),
};

/** Serves one answer on `localhost`; port 0 takes any that is free. */
export async function serveAnswer(
  { status, type, body }: Answer,
  port = 0,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    request.resume().once("end", () => response.writeHead(status, { "content-type": type }).end(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://localhost:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
