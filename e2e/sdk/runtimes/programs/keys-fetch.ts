/** On Bun and Deno. */
import process from "node:process";
import { createKeys } from "./keys.ts";

const { env } = process;

export default { port: Number(env.PORT), hostname: env.HOST, fetch: createKeys(env).fetch };
