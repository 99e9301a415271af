/** The integration of `examples/desk` on Cloudflare Workers: variables and secrets are the settings. */
import { toWorker } from "@joinery/sdk/workers";
import { createDesk, type Settings } from "../desk/integration.ts";

export default toWorker((env: Settings) => createDesk(env, { spool: "none" }));
