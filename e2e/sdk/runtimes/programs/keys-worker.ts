/** As a Worker. */
import { toWorker } from "@joinery/sdk/workers";
import { createKeys } from "./keys.ts";

export default toWorker((env: Readonly<Record<string, string | undefined>>) => createKeys(env));
