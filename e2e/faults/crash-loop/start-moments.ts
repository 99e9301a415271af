import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A process has come to a moment. */
export interface Reached {
  moment: string;
  /** Where the process listens. */
  port: number;
  /** The flow that it is about, when its request names one. */
  flow: string | null;
}

type Decide = (reached: Reached) => Promise<"go on" | "wait">;

/** Where processes say that they have come to a moment, and wait until they may go on. */
export interface Moments extends AsyncDisposable {
  url: string;
  /** Decides whether a process goes on; one that is not to gets no answer. */
  onReached(decide: Decide): void;
}

/** Starts listening on a free port of loopback. Before somebody decides, everybody goes on. */
export async function startMoments(): Promise<Moments> {
  let decide: Decide = async () => "go on";
  const server = createServer(async (incoming, outgoing) => {
    let said = "";
    for await (const chunk of incoming.setEncoding("utf8")) said += chunk;
    if ((await decide(JSON.parse(said) as Reached)) === "go on") outgoing.writeHead(204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    onReached(next) {
      decide = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
