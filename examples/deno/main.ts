/**
 * The integration of `examples/desk` on Deno, which serves what a program exports by default. The folder for unfinished work
 * asks for most of the permissions:
 *
 * deno serve --port=3000 --allow-net --allow-env --allow-read --allow-write=.joinery --allow-sys=hostname,uid,gid main.ts
 */
import process from "node:process";
import { lookAfter } from "@joinery/sdk/node";
import { createDesk } from "../desk/integration.ts";

const desk = createDesk(process.env);
lookAfter(desk);

export default { fetch: desk.fetch };
