import { serverTools, startPostgres, startStandby } from "../faults/world/postgres-server.ts";
import { findFreePorts } from "../world/free-ports.ts";
import type { GuideWorld } from "./guide-world.ts";

/** An organisation that has PostgreSQL with a standby, which the primary does not wait for yet, and places for two hubs. */
export async function startOrganisationWorld(): Promise<GuideWorld> {
  const stack = new AsyncDisposableStack();
  try {
    const primary = stack.use(await startPostgres());
    stack.use(await startStandby(primary));
    const port = await findFreePorts(2);
    return {
      env: {
        PGHOST: "127.0.0.1",
        PGPORT: String(primary.port),
        PGUSER: "joinery",
        FIRST: `127.0.0.1:${port}`,
        SECOND: `127.0.0.1:${port + 1}`,
      },
      tools: serverTools(),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
