import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { announce } from "../world/settings.ts";

/** The measure of everything: a server that knows its answer, an object of the size of a linked account. */
const ANSWER = JSON.stringify({ code: "OK", message: "OK", data: { text: "x".repeat(700) } });

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": ANSWER.length }).end(ANSWER);
});
server.listen(0, "127.0.0.1", () => announce((server.address() as AddressInfo).port));
