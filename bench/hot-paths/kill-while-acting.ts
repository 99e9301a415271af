import { setTimeout as wait } from "node:timers/promises";
import { HEADERS } from "../../packages/contract/src/index.ts";
import type { LoadRequest } from "../world/load.ts";
import type { PinnedProcess } from "../world/pinned-process.ts";
import type { BenchWorld } from "../world/world.ts";

const PEOPLE_AT_ONCE = 32;
const KILLED_AFTER_MS = 1_500;

/** Kills a hub while it is busy; answers how many requests it had answered, and how many of those have no row of the record. */
export async function killWhileActing(
  { open }: BenchWorld,
  hub: PinnedProcess,
  requests: readonly LoadRequest[],
): Promise<{ answered: number; lost: number }> {
  const answered: string[] = [];
  let next = 0;
  const people = Array.from({ length: PEOPLE_AT_ONCE }, async () => {
    for (;;) {
      const request = requests[next++ % requests.length];
      const id = request && (await requestIdOf(hub, request));
      if (id === undefined) return;
      answered.push(id);
    }
  });
  await wait(KILLED_AFTER_MS);
  await hub.kill();
  await Promise.all(people);
  if (answered.length === 0) throw new Error("The hub was killed before it answered anything.");
  const rows = await open.db
    .selectFrom("proxied_requests")
    .select("request_id")
    .where("request_id", "in", answered)
    .execute();
  return { answered: answered.length, lost: answered.length - rows.length };
}

/** How the hub names a request that it has answered; nothing once it is dead. */
async function requestIdOf({ port }: PinnedProcess, { path, body, ...init }: LoadRequest): Promise<string | undefined> {
  try {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, body === undefined ? init : { ...init, body });
    if (reply.status !== 200) throw new Error(`The hub answered ${reply.status} to an action.`);
    await reply.arrayBuffer();
    return reply.headers.get(HEADERS.requestId) ?? undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
