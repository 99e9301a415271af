/** The integration of `examples/desk` on Bun, which serves what a program exports by default: `bun main.ts`. */
import { lookAfter } from "@joinery/sdk/node";
import { createDesk } from "../desk/integration.ts";

const { env } = process;
const desk = createDesk(env);
lookAfter(desk);

export default {
  port: Number(env.PORT ?? 3000),
  hostname: env.HOST ?? "localhost",
  // In seconds. Bun would break off after 10, and a renewal that waits for another process may take 30.
  idleTimeout: 60,
  fetch: desk.fetch,
};
