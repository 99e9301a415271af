import { takesConnections } from "@joinery/workshop";

/** Whether somebody takes connections at the host and port of an address. */
export function isListening(address: URL): Promise<boolean> {
  return takesConnections(Number(address.port || 80), address.hostname);
}
