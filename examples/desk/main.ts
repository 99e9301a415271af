/** The integration on a server of its own. */
import { serve } from "@joinery/sdk/node";
import { createDesk } from "./integration.ts";

const { env } = process;
const server = await serve(createDesk(env), { port: Number(env.PORT ?? 3000), host: env.HOST ?? "localhost" });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
console.log(`Acme Desk integration listens on ${server.url}`);
