/** The Hono app where a program exports what is served: Bun and Deno. */
import process from "node:process";
import { lookAfter } from "@joinery/sdk/node";
import { createDesk } from "../../../../examples/desk/integration.ts";
import { createApp } from "../../../../examples/hono/app.ts";

const { env } = process;
const desk = createDesk(env);
lookAfter(desk);

export default { port: Number(env.PORT), hostname: env.HOST, fetch: createApp(desk).fetch };
