import { type Compared, measureInTurns } from "../hot-paths/side-by-side.ts";
import type { LoadRequest } from "../world/load.ts";
import { HUB_CORE } from "../world/machine.ts";
import { startPinned } from "../world/pinned-process.ts";
import type { SmallWorld } from "./small-world.ts";

/** Signed requests that are sent in turns; they are good for two minutes, which all rounds together must not exceed. */
const VARIETY = 500;

/** Connect as the hub sends it, secret and assertion and all, beside a handler that checks nothing. */
export async function comparePresses(world: SmallWorld, seconds: number): Promise<Compared> {
  await using integration = await world.startIntegration();
  await using bare = await startPinned(new URL("bare-hono.process.ts", import.meta.url), {}, { cores: HUB_CORE });
  const requests: LoadRequest[] = [];
  for (let count = 0; count < VARIETY; count += 1) {
    const { request } = await world.hub.press(`http://localhost:${integration.port}`);
    const { pathname: path } = new URL(request.url);
    requests.push({ method: "POST", path, headers: Object.fromEntries(request.headers) });
  }
  const compared = await measureInTurns(
    { server: bare, requests },
    { server: integration, requests },
    { seconds, connections: 32 },
  );
  if (compared.hub.refused > 0)
    throw new Error(`The integration has refused ${compared.hub.refused} requests of its hub.`);
  return compared;
}
