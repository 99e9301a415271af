import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands between hubs and database, as the address that a failover moves. */
export interface TcpProxy extends AsyncDisposable {
  port: number;
  /** New connections go to this port from now on; those that are open stay where they are. */
  switchTo(port: number): void;
  /** Breaks everything that is open, as a cable that is pulled. */
  cut(): void;
  /** How many connections are open. */
  open(): number;
}

/** Starts a proxy of bytes on loopback. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  let current = target;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: "127.0.0.1", port: current, noDelay: true });
    client.setNoDelay(true);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    sockets.add(client);
    client.once("close", () => sockets.delete(client));
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    switchTo(port) {
      current = port;
    },
    cut,
    open: () => sockets.size,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
