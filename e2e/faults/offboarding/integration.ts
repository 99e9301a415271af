/** The desk of the examples as it is, whose requests to the service say for which connect or which person each of them is. */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Headers that name what a request from outside is about, for all that is sent out because of it. */
const about = new AsyncLocalStorage<Readonly<Record<string, string>>>();

subscribe("http.server.request.start", (message) => {
  const { request } = message as { request: IncomingMessage };
  const state = new URL(request.url ?? "/", "http://here").searchParams.get("state") ?? "";
  about.enterWith({
    "x-test-flow": state.split(".")[0] ?? "",
    "x-test-person": String(request.headers["blink-auth-userid"] ?? ""),
  });
});

const send = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  for (const [name, value] of Object.entries(about.getStore() ?? {})) headers.set(name, value);
  return send(input, { ...init, headers });
};

await import("../../../examples/desk/main.ts");
