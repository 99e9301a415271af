import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Pool } from "undici";
import { announce, readSettings } from "../world/settings.ts";

/** A proxy that passes everything on and knows nothing: body buffered both ways, as the hub does. */
const { target } = readSettings<{ target: string }>();
const pool = new Pool(target, { connections: 64 });

const server = createServer(async (request, response) => {
  const body = await buffer(request);
  const answer = await pool.request({
    path: "/tickets",
    method: request.method as "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  response.writeHead(answer.statusCode, { "content-type": "application/json" }).end(bytes);
});
server.listen(0, "127.0.0.1", () => announce((server.address() as AddressInfo).port));
