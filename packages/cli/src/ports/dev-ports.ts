import { canListen } from "./can-listen.ts";

/** The first port of joinery dev, unless told otherwise. */
export const FIRST_PORT = 4_000;

/**
 * What joinery dev listens on, counted from its first port. The workshop has the same numbers; they stand here as well,
 * because whoever only looks for free ports needs no hub, and so no newer Node.
 */
export const DEV_PORTS = {
  hub: { offset: 0, host: "127.0.0.1", of: "the hub" },
  integration: { offset: 1, host: "localhost", of: "your integration, as browsers see it" },
  service: { offset: 3, host: "::1", of: "Acme Desk" },
  workshop: { offset: 4, host: "127.0.0.1", of: "the inspector" },
} as const;

/** A port that somebody else has. */
export interface BusyPort {
  port: number;
  of: string;
}

/** Finds out which ports of joinery dev are taken. */
export async function findBusyPorts(first: number): Promise<BusyPort[]> {
  const hasIpv6 = await canListen("::1", 0);
  const looked = Object.values(DEV_PORTS).map(async ({ offset, host, of }) => {
    const port = first + offset;
    const isFree = await canListen(host === "::1" && !hasIpv6 ? "127.0.0.1" : host, port);
    return isFree ? [] : [{ port, of }];
  });
  return (await Promise.all(looked)).flat();
}
