import { createServer } from "node:net";

/** The ports that a workshop uses, relative to the hub's; `upstream` is the integration's own unless it is elsewhere. */
export const PORT_OFFSETS = { hub: 0, integration: 1, upstream: 2, service: 3, workshop: 4 } as const;
const PORTS = 5;
/** Below the range from which systems give out ports on their own. */
const [FIRST, LAST] = [20_000, 30_000];
const ATTEMPTS = 50;

/** Finds a run of ports that nobody uses at the moment; answers the first. */
export async function findFreePorts(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const first = FIRST + Math.floor(Math.random() * (LAST - FIRST - PORTS));
    const wanted = Object.values(PORT_OFFSETS).map((offset) => first + offset);
    const free = await Promise.all(wanted.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error("No run of free ports was found on this machine.");
}

/** Whether a port can be bound on every loopback address. */
async function isFree(port: number): Promise<boolean> {
  const results = await Promise.all(["127.0.0.1", "::1"].map((host) => canBind(host, port)));
  return results.every(Boolean);
}

function canBind(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 has nothing there that could be in the way.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"),
    );
    server.listen({ host, port }, () => server.close(() => resolve(true)));
  });
}
