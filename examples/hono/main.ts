/** The Hono app on Node. On Bun, Deno and Workers `app.fetch` is served as in the examples for those. */
import { serve } from "@hono/node-server";
import { lookAfter } from "@joinery/sdk/node";
import { createDesk } from "../desk/integration.ts";
import { createApp } from "./app.ts";

const { env } = process;
const desk = createDesk(env);
const stopLooking = lookAfter(desk);
const server = serve({
  fetch: createApp(desk).fetch,
  port: Number(env.PORT ?? 3000),
  hostname: env.HOST ?? "localhost",
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    stopLooking();
    server.close();
  });
}
