/** An Express app with a mistake: a parser stands before the integration. */
import process from "node:process";
import { toExpressHandler } from "@joinery/sdk/express";
import express, { type NextFunction, type Request, type Response } from "express";

const app = express();
app.use(express.json());
app.use(toExpressHandler({ fetch: async (request) => new globalThis.Response(await request.arrayBuffer()) }));
app.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
  response.status(500).send(`${error.name}: ${error.message}`);
});
app.listen(Number(process.env.PORT), process.env.HOST ?? "localhost");
