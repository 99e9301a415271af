import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { announce } from "./settings.ts";

/** An integration that answers at once: what is measured is the hub. */
const DONE = JSON.stringify({ code: "OK", message: "OK", data: { ticket: 1 } });

const server = createServer((request, response) => {
  const flow = request.headers["joinery-flow"];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/connect/${flow}`;
  const answer = flow === undefined ? DONE : JSON.stringify({ code: "OK", data: { authorization_url: url } });
  request.resume().once("end", () => {
    response.writeHead(200, { "content-type": "application/json" }).end(answer);
  });
});
server.listen(0, "127.0.0.1", () => announce((server.address() as AddressInfo).port));
