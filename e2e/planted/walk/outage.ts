import { createServer } from "node:net";
import type { Seen } from "./manners.ts";
import type { Walker } from "./walker.ts";

/** An external service that takes connections and says nothing. */
export interface SilentService extends AsyncDisposable {
  issuer: string;
}

/** Starts one. */
export async function startSilentService(): Promise<SilentService> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    issuer: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const HUB_WAITS_MS = 10_000;

/** Disconnects Ada's account while the external service is out of reach: 502 or 503 in time, and it is still there. */
export async function seeOutage(walker: Walker): Promise<Seen> {
  const [account] = await walker.accountsOf("Ada");
  const from = performance.now();
  const { status } = await walker.call("DELETE", `/linked-accounts/${account?.linked_account_id}`);
  const tookMs = Math.round(performance.now() - from);
  const isKept = (await walker.accountsOf("Ada")).length === 1;
  const isRight = (status === 502 || status === 503) && isKept && tookMs < HUB_WAITS_MS;
  const what = `${status} after ${tookMs} ms, account ${isKept ? "kept" : "gone"}`;
  return { right: what, wrong: isRight ? undefined : what };
}
