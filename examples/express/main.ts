/** The integration of `examples/desk` in an Express app. */
import { toExpressHandler } from "@joinery/sdk/express";
import { lookAfter } from "@joinery/sdk/node";
import express from "express";
import { createDesk } from "../desk/integration.ts";

const { env } = process;
const desk = createDesk(env);
const stopLooking = lookAfter(desk);

const app = express();
// Before express.json() and other parsers: the hub signs the bytes of a body.
app.use(toExpressHandler(desk));

const server = app.listen(Number(env.PORT ?? 3000), env.HOST ?? "localhost");
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    stopLooking();
    server.close();
  });
}
