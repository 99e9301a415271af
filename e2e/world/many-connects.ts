import { startOneProcess } from "./one-process.ts";
import { settledHeap, settledResources } from "./settle.ts";

/**
 * Run as a process of its own, so that nothing but the three parties is measured: warms up, connects many times, and
 * writes what it found as one line of JSON.
 */

/** What `many-connects.ts` reports. */
export interface ManyConnects {
  succeeded: number;
  grownMegabytes: number;
  resourcesBefore: Record<string, number>;
  resourcesAfter: Record<string, number>;
  flows: Record<string, number>;
  accounts: number;
  tokenRequests: number;
}

async function connectMany(warmUps: number, connects: number): Promise<ManyConnects> {
  await using parties = await startOneProcess();
  for (let warmUp = 0; warmUp < warmUps; warmUp++) await parties.connect();
  const resourcesBefore = await settledResources();
  const heapBefore = await settledHeap();

  let succeeded = 0;
  for (let connect = 0; connect < connects; connect++) {
    const end = await parties.connect();
    if (end.pathname.endsWith("/done")) succeeded += 1;
  }

  const resourcesAfter = await settledResources();
  const grownMegabytes = ((await settledHeap()) - heapBefore) / 1_048_576;
  return {
    succeeded,
    grownMegabytes,
    resourcesBefore,
    resourcesAfter,
    flows: await parties.countFlows(),
    accounts: await parties.countAccounts(),
    tokenRequests: parties.tokenRequests(),
  };
}

if (import.meta.main) {
  const [warmUps, connects] = process.argv.slice(2).map(Number);
  console.log(JSON.stringify(await connectMany(warmUps ?? 0, connects ?? 0)));
}
