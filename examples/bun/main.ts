/** The integration of `examples/desk` on Bun, which serves what a program exports by default: `bun main.ts`. */
import { lookAfter } from "@joinery/sdk/node";
import { createDesk } from "../desk/integration.ts";

const { env } = process;
const desk = createDesk(env);
lookAfter(desk);

export default { port: Number(env.PORT ?? 3000), hostname: env.HOST ?? "localhost", fetch: desk.fetch };
