/** The integration of `examples/desk` in a Fastify app. */
import { toFastifyPlugin } from "@joinery/sdk/fastify";
import { lookAfter } from "@joinery/sdk/node";
import Fastify from "fastify";
import { createDesk } from "../desk/integration.ts";

const { env } = process;
const desk = createDesk(env);
const app = Fastify();
await app.register(toFastifyPlugin(desk));
app.addHook("onClose", async () => stopLooking());

const stopLooking = lookAfter(desk);
await app.listen({ port: Number(env.PORT ?? 3000), host: env.HOST ?? "localhost" });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void app.close());
