import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type AroundRequest, answerAround, isSentOn } from "./front-around.ts";

/** A server behind the front. */
interface Backend {
  port: number;
  isOut: boolean;
}

/** A request that a backend has been handed. */
export interface Passing {
  method: string;
  /** Without the query. */
  path: string;
  /** The backend's. */
  port: number;
}

/** Is told when a backend has been sent a request and when it has answered; an answer that is to be lost nobody reads. */
export type Watch = (passing: Passing, moment: "sent" | "answered") => "lose" | undefined;

/** A load balancer as an organisation has one: round robin, a health check, and a second try only where nothing was sent. */
export interface Front extends AsyncDisposable {
  url: string;
  port: number;
  /** Who takes requests from now on. */
  setBackends(ports: readonly number[]): void;
  /** Requests that were under way at a backend when it died: each may be one broken flow, and nothing else may. */
  lost(): number;
  /** Lets somebody stand around every request from now on; `undefined` ends it. */
  aroundRequests(next: AroundRequest | undefined): void;
  /** How many requests each port has answered. */
  answered(): ReadonlyMap<number, number>;
  /** Lets a test look at everything that passes. */
  watch(watch: Watch): void;
}

/** How a front is started. */
export interface FrontOptions {
  /** `127.0.0.1` for hubs, `localhost` for integrations: cookies ignore ports. */
  host: string;
  /** A backend that does not answer 200 here is left out until it does. */
  healthPath?: string;
}

const CHECK_EVERY_MS = 100;
const CHECK_WITHIN_MS = 2_500;

/** Starts a front on a free port of loopback. */
export async function startFront({ host, healthPath }: FrontOptions): Promise<Front> {
  let backends: Backend[] = [];
  let turn = 0;
  let lost = 0;
  let watch: Watch = () => undefined;
  let around: AroundRequest | undefined;
  const answered = new Map<number, number>();

  const server = createServer(async (incoming, outgoing) => {
    const body = await readBody(incoming);
    if (around !== undefined && !isSentOn(incoming)) {
      return await answerAround(around, { incoming, body, door: { host, port } }, outgoing);
    }
    const well = backends.filter(({ isOut }) => !isOut);
    // When nobody is well, everybody is asked: that is how load balancers do it, and a failover looks like that.
    const inTurn = well.length > 0 ? well : backends;
    turn += 1;
    const order = inTurn.map((_, index) => inTurn[(turn + index) % inTurn.length] as Backend);
    for (const backend of order) {
      const outcome = await send({ host, port: backend.port, watch }, incoming, body, outgoing);
      if (outcome === "refused") {
        backend.isOut = healthPath !== undefined;
        continue;
      }
      if (outcome === "lost") lost += 1;
      if (outcome === "answered") answered.set(backend.port, (answered.get(backend.port) ?? 0) + 1);
      return;
    }
    outgoing.writeHead(503, { "retry-after": "1" }).end();
  });
  server.listen(0, host);
  await once(server, "listening");

  const checking = setInterval(() => {
    if (healthPath === undefined) return;
    for (const backend of backends) {
      fetch(`http://127.0.0.1:${backend.port}${healthPath}`, { signal: AbortSignal.timeout(CHECK_WITHIN_MS) })
        .then((reply) => reply.arrayBuffer().then(() => reply.ok))
        .catch(() => false)
        .then((isWell) => {
          backend.isOut = !isWell;
        });
    }
  }, CHECK_EVERY_MS);

  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${host}:${port}`,
    setBackends(ports) {
      backends = ports.map((one) => backends.find((backend) => backend.port === one) ?? { port: one, isOut: false });
    },
    aroundRequests(next) {
      around = next;
    },
    lost: () => lost,
    answered: () => answered,
    watch(next) {
      watch = next;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(checking);
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type Outcome = "answered" | "refused" | "lost" | "abandoned";

/** Sends a request on. Only when no connection was made it is certain that nothing has happened. */
function send(
  { host, port, watch }: { host: string; port: number; watch: Watch },
  { method = "", url = "", headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let isConnected = false;
    const passing = { method, path: url.split("?")[0] ?? "", port };
    const upstream = request({ host, port, method, path: url, headers, agent: false });
    upstream.once("socket", (socket) =>
      socket.once("connect", () => {
        isConnected = true;
      }),
    );
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) resolve("abandoned");
      upstream.destroy();
    });
    upstream.once("finish", () => watch(passing, "sent"));
    upstream.once("response", (reply) => {
      if (watch(passing, "answered") === "lose") {
        resolve("lost");
        reply.destroy();
        outgoing.writeHead(502).end();
        return;
      }
      outgoing.writeHead(reply.statusCode ?? 502, reply.rawHeaders);
      reply.pipe(outgoing);
      reply.once("end", () => resolve("answered"));
      reply.once("error", () => {
        resolve("lost");
        outgoing.destroy();
      });
    });
    upstream.once("error", () => {
      if (!isConnected) return resolve("refused");
      resolve("lost");
      if (!outgoing.headersSent) outgoing.writeHead(502).end();
    });
    upstream.end(body);
  });
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
