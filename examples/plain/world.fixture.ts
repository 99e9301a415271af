import { join } from "node:path";
import { startHub, type TestHub } from "@joinery/testing";

/** A hub with this example behind it. */
export interface PlainWorld extends TestHub {
  /** Asks the integration for an address as the hub does, but for nobody who has pressed Connect. */
  askWithoutConnect(): Promise<string>;
}

/** Starts a hub and this example as a program of its own; its redirect URI lies at its own port. */
export async function startPlain(): Promise<PlainWorld> {
  const hub = await startHub({ kind: "plain", redirectUris: ({ port }) => [`http://localhost:${port}/callback`] });
  await hub.run({ command: process.execPath, args: [join(import.meta.dirname, "main.ts")] });
  return {
    ...hub,
    async askWithoutConnect() {
      const path = `/auth/${hub.settings.authId}`;
      const { body } = await hub.workshop.send({ method: "POST", path, user: "ada" });
      return JSON.parse(body).data.authorization_url;
    },
  };
}
