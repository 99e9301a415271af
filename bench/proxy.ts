import { Agent, request } from "node:http";
import { serveHub } from "../packages/hub/src/serve.ts";
import { startHub } from "../packages/hub/src/testing/start-hub.ts";
import { compare } from "./side-by-side.ts";

/**
 * What the hub costs on the way: the same request to the same integration, directly and through the hub, with session,
 * header rebuilding, signed assertion and the record of the request. Both over real sockets, in turns, in one process.
 */
const HOST = "127.0.0.1:4000"; // what the hub of the harness believes to be called

await using hub = await startHub();
const integration = await hub.addIntegration("plain");
const served = await serveHub(hub.hub, { host: "127.0.0.1", port: 0 });
const agent = new Agent({ keepAlive: true });
const own = { host: HOST, origin: `http://${HOST}`, cookie: await hub.cookieOf("ada") };

await compare("a request to an integration", {
  direct: () => send(new URL("/tickets", integration.server.url), {}),
  "through the hub": () =>
    send(new URL(`/connector/${integration.service_id}/tickets`, `http://127.0.0.1:${served.port}`), own),
});
agent.destroy();
await served.close();

/** Sends one request and reads its answer; anything but a success would make the comparison worthless. */
function send(url: URL, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url.pathname} answered ${answer.statusCode}`));
      answer.resume().once("end", resolve);
    });
    outgoing.once("error", reject).end();
  });
}
