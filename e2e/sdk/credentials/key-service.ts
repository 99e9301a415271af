import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An external service on this machine that knows people by API keys, as many do. */
export interface KeyService extends AsyncDisposable {
  url: string;
  /** Keys that it accepts, and whose they are. */
  keys: Map<string, { id: number; login: string }>;
  /** What it was asked, with which key. */
  asked: { path: string; key: string }[];
  /** Answers nothing useful while it is broken. */
  isBroken: boolean;
}

export async function startKeyService(): Promise<KeyService> {
  const keys: KeyService["keys"] = new Map();
  const asked: KeyService["asked"] = [];
  const server = createServer((incoming, outgoing) => {
    const key = incoming.headers["x-api-key"];
    const path = incoming.url ?? "";
    asked.push({ path, key: String(key) });
    const owner = keys.get(String(key));
    outgoing.setHeader("content-type", "application/json");
    if (service.isBroken) outgoing.writeHead(500).end("{}");
    else if (owner === undefined) outgoing.writeHead(401).end("{}");
    else outgoing.end(JSON.stringify(owner));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const service: KeyService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys,
    asked,
    isBroken: false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
