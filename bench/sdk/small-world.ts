import { CLIENT, startHostileServer } from "../../e2e/sdk/hostile-service/hostile-server.ts";
import { createIdTokens } from "../../e2e/sdk/hostile-service/id-tokens.ts";
import { startSmallHub } from "../../e2e/sdk/packed-sdk/small-hub.ts";
import { freePort } from "../../scripts/postgres/free-port.ts";
import { createTemporaryFolder } from "../../scripts/temporary-folder.ts";
import { HUB_CORE } from "../world/machine.ts";
import { type PinnedProcess, startPinned } from "../world/pinned-process.ts";

/** A hub in memory and a service that tells no lies: what costs something is the integration. */
export async function startSmallWorld() {
  const hub = await startSmallHub();
  const service = await startHostileServer({}, { idTokens: await createIdTokens(CLIENT.secret), spelling: "loopback" });
  const client = { issuer: service.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret };
  const spools = createTemporaryFolder();
  process.env.JOINERY_SPOOL = spools.path;

  return {
    hub,
    service,
    /** The integration as its author writes it, with its spool on the disk. */
    async startIntegration(): Promise<PinnedProcess> {
      const file = new URL("../hot-paths/sdk-integration.process.ts", import.meta.url);
      return startPinned(file, { ...hub.settings, ...client, port: await freePort() }, { cores: HUB_CORE });
    },
    async startBareApplication(): Promise<PinnedProcess> {
      const file = new URL("../hot-paths/bare-application.process.ts", import.meta.url);
      return startPinned(file, { ...client, port: await freePort() }, { cores: HUB_CORE });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([hub[Symbol.asyncDispose](), service[Symbol.asyncDispose]()]);
      spools[Symbol.dispose]();
    },
  };
}

export type SmallWorld = Awaited<ReturnType<typeof startSmallWorld>>;
