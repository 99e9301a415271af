import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that is bound already, though what it serves is still being made. */
export interface Listening {
  server: Server;
  /** For example `http://[::1]:4003`. */
  address: string;
  /** Gives it what it serves; requests that came earlier have waited for it. */
  serve(listener: RequestListener): void;
}

/** What a machine without IPv6 answers when `::1` is to be bound. */
const NO_SUCH_ADDRESS = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/**
 * Binds a loopback address, and 127.0.0.1 where `::1` does not exist.
 * The port must be known before the provider is made, because it is part of the issuer.
 */
export async function listen(host: string, port: number): Promise<Listening> {
  const { promise: listener, resolve: serve } = Promise.withResolvers<RequestListener>();
  const server = createServer((request, response) => void listener.then((handle) => handle(request, response)));
  await bindLoopback(server, host.replace(/^\[|\]$/g, ""), port);
  return { server, address: addressOf(server.address()), serve };
}

/** Binds a loopback address, and 127.0.0.1 where that one is of IPv6 and the machine has none. */
export async function bindLoopback(server: Server, host: string, port: number): Promise<void> {
  try {
    await bind(server, host, port);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && NO_SUCH_ADDRESS.has(String(error.code)))) throw error;
    await bind(server, "127.0.0.1", port);
  }
}

async function bind(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function addressOf(bound: AddressInfo | string | null): string {
  if (bound === null || typeof bound === "string") throw new Error("Acme Desk is not bound to a port.");
  const host = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
  return `http://${host}:${bound.port}`;
}
