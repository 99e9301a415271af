import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Workshop } from "@joinery/contract/workshop";
import type { Recorder } from "./recorder.ts";
import { createWorkshopApp } from "./workshop-app.ts";

/** How the workshop's server is started. */
export interface ServeWorkshopOptions {
  workshop: Workshop;
  recorder: Pick<Recorder, "list" | "onChange">;
  /** A loopback address; 127.0.0.1 unless given. */
  host?: string;
  /** 0: any free port. */
  port: number;
  /** What programs must show to change anything. */
  token: string;
  /** The built pages; without them there is the API only. */
  pagesFolder?: string | undefined;
}

/** The running server of a workshop. */
export interface ServedWorkshop extends AsyncDisposable {
  /** For example `http://127.0.0.1:4004`. */
  url: string;
  close(): Promise<void>;
}

/** Lets inspector, fault panel and API listen; rejects when the port can't be had. */
export async function serveWorkshop(options: ServeWorkshopOptions): Promise<ServedWorkshop> {
  const { workshop, recorder, host = "127.0.0.1", port, token, pagesFolder } = options;
  let url = "";
  const app = createWorkshopApp({
    ...{ workshop, recorder, token, pagesFolder },
    origin: () => url,
  });
  const bound = Promise.withResolvers<AddressInfo>();
  const server = serve({ fetch: app.fetch, hostname: host, port }, bound.resolve) as Server;
  server.once("error", bound.reject);
  url = `http://${host}:${(await bound.promise).port}`;
  const close = async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  };
  return { url, close, [Symbol.asyncDispose]: close };
}
