/** On Node. */
import process from "node:process";
import { serve } from "@joinery/sdk/node";
import { createKeys } from "./keys.ts";

const { env } = process;
await serve(createKeys(env), { port: Number(env.PORT), host: env.HOST ?? "localhost" });
