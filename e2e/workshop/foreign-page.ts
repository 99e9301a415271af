import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A page of somebody else, on loopback as the workshop is, but not the workshop's. */
export async function serveForeignPage(): Promise<{ port: number; close: () => Promise<void> }> {
  const server: Server = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Foreign</title><p>Hello</p>"),
  );
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a foreign page tries; each is run in the page, where `BASE` is the workshop. */
const TRIES = {
  "connects with a simple request": `fetch(BASE + "/api/connect", {
    method: "POST", mode: "no-cors", credentials: "include", body: JSON.stringify({ user: "ada" }) })`,
  "connects with a request that is asked for first": `fetch(BASE + "/api/connect", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ user: "ada" }) })`,
  "connects with the JSON type in a blob": `fetch(BASE + "/api/connect", {
    method: "POST", mode: "no-cors", body: new Blob(['{"user":"ada"}'], { type: "application/json" }) })`,
  "connects with a beacon": `navigator.sendBeacon(BASE + "/api/connect", '{"user":"ada"}')`,
  "switches a fault on": `fetch(BASE + "/api/faults/slow-6s", {
    method: "PUT", headers: { "content-type": "application/json" }, body: '{"on":true}' })`,
  "lets a fault happen": `fetch(BASE + "/api/faults/link-forwarded", { method: "POST", mode: "no-cors", body: '{"on":true}' })`,
  "switches faults off": `fetch(BASE + "/api/faults", { method: "DELETE" })`,
  "sends a request": `fetch(BASE + "/api/send", { method: "POST", mode: "no-cors", body: '{"method":"GET","path":"/","user":"ada"}' })`,
  "guesses the token": `fetch(BASE + "/api/connect", { method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer guessed" }, body: '{"user":"ada"}' })`,
  "posts a form": `new Promise((done) => {
    const frame = document.createElement("iframe"); frame.name = "target"; document.body.append(frame);
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: BASE + "/api/connect", enctype: "text/plain", target: "target" });
    const field = document.createElement("input");
    Object.assign(field, { name: '{"user":"ada","x":"', value: '"}' }); form.append(field); document.body.append(form);
    frame.addEventListener("load", done); form.submit(); })`,
} as const;

/** Names of everything that is tried. */
export const FOREIGN_TRIES = Object.keys(TRIES) as (keyof typeof TRIES)[];

/** Whether the browser, or the workshop, let the page read something: what it tried comes to `read` or `nothing`. */
export function tryFrom(base: string, name: keyof typeof TRIES): string {
  return `(async (BASE) => {
    try {
      const reply = await (${TRIES[name]});
      return reply instanceof Response && reply.type !== "opaque" ? "read" : "nothing";
    } catch { return "nothing"; }
  })(${JSON.stringify(base)})`;
}

/** Run in the page: what it can read of the workshop. */
export function readFrom(base: string): string {
  return `Promise.all(["/api/exchanges", "/api/workshop", "/"].map((path) =>
    fetch(${JSON.stringify(base)} + path).then((reply) => reply.text()).catch(() => "nothing")))`;
}
