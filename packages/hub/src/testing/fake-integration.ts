import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it reached an integration. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  rawHeaders: string[];
  body: string;
}

/** How a fake integration answers one request. */
export type Respond = (request: ReceivedRequest, response: ServerResponse) => void;

/** A real HTTP server in the place of somebody's integration. */
export interface FakeIntegration extends AsyncDisposable {
  url: string;
  received: ReceivedRequest[];
  /** Changes how it answers from now on. */
  respond: Respond;
}

/** Answers JSON. */
export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Answers Connect with its own connect page, Disconnect with 200, and everything else with what it received. */
const respondWell: Respond = (request, response) => {
  const flow = request.headers["joinery-flow"];
  if (request.path.startsWith("/auth/")) {
    const url =
      flow === undefined ? "https://acme.example/authorize?state=1" : `http://${request.headers.host}/connect/${flow}`;
    return json(response, 200, { code: "OK", message: "OK", data: { authorization_url: url } });
  }
  if (request.path.startsWith("/linked-accounts/")) {
    return json(response, 200, { code: "OK", message: "OK", data: { revocation: "revoked" } });
  }
  return json(response, 200, { message: "Done.", method: request.method, path: request.path, body: request.body });
};

/** Starts a fake integration on a free port. */
export async function startFakeIntegration(): Promise<FakeIntegration> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const arrived = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(arrived);
      fake.respond(arrived, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fake: FakeIntegration = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    respond: respondWell,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
