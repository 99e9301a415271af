/** The Hono app as a Worker. */
import { toWorker } from "@joinery/sdk/workers";
import { createDesk, type Settings } from "../../../../examples/desk/integration.ts";
import { createApp } from "../../../../examples/hono/app.ts";

export default toWorker((env: Settings) => {
  const desk = createDesk(env, { spool: "none" });
  const app = createApp(desk);
  return { fetch: (request) => app.fetch(request), unfinished: desk.unfinished };
});
