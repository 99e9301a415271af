import { rmSync } from "node:fs";
import { compareConnects } from "./hot-paths/connects.ts";
import { type LoadRequest, type LoadResult, load } from "./hot-paths/load.ts";
import { type PinnedProcess, startPinned } from "./hot-paths/pinned-process.ts";
import { HUB_CORE, makeWorld, OTHER_CORE } from "./hot-paths/world.ts";

/**
 * What the hub's busiest requests cost, each beside a bare server in the same run: hub (or bare server) on one core, load,
 * database and integration on the other, 32 connections, in turns.
 */
const ACCOUNTS = Number(process.env.ACCOUNTS ?? 100_000);
const CONNECTIONS = 32;
const SECONDS = Number(process.env.SECONDS ?? 4);
const ROUNDS = 3;

await using world = await makeWorld(ACCOUNTS);
const { cookies, integrations } = world;
const ownPage = { origin: `http://127.0.0.1:${world.publicPort}` };
const cookieOf = (index: number) => cookies[index % cookies.length] ?? "";
const integrationOf = (index: number) =>
  integrations[index % integrations.length] ?? { serviceId: "", authId: "", apiToken: "" };

const PLAIN: LoadRequest[] = [{ method: "GET", path: "/", headers: {} }];
const PATHS: { name: string; goal: number; requests: LoadRequest[] }[] = [
  {
    name: "read of a random linked account",
    goal: 0.19,
    requests: world.accounts.map(({ userId, accountId, integration }) => ({
      method: "GET",
      path: `/v2/user/${userId}/linked-accounts/${accountId}`,
      headers: { authorization: `Bearer ${integrationOf(integration).apiToken}` },
    })),
  },
  {
    name: "start of a connect",
    goal: 0.04,
    requests: Array.from({ length: 2_000 }, (_, index) => {
      const { serviceId, authId } = integrationOf(index);
      const headers = { ...ownPage, cookie: cookieOf(index) };
      return { method: "POST", path: `/connector/${serviceId}/auth/${authId}`, headers };
    }),
  },
  {
    name: "refused stranger",
    goal: 0.2,
    requests: world.accounts.slice(0, 2_000).map(({ userId, accountId }) => ({
      method: "GET",
      path: `/v2/user/${userId}/linked-accounts/${accountId}`,
      headers: {},
    })),
  },
];
const ACTION: LoadRequest[] = Array.from({ length: 2_000 }, (_, index) => ({
  method: "POST",
  path: `/connector/${integrationOf(index).serviceId}/tickets`,
  headers: { ...ownPage, cookie: cookieOf(index), "content-type": "application/json" },
  body: '{"title":"Printer"}',
}));

let mostMemory = 0;
{
  await using bare = await startPinned("bare-server", HUB_CORE, {});
  await using hub = await world.startHub();
  console.log(
    `hot paths, ${ACCOUNTS.toLocaleString("en")} linked accounts, ${CONNECTIONS} connections, ${ROUNDS} × ${SECONDS} s in turns`,
  );
  for (const { name, goal, requests } of PATHS) {
    const [bareRuns, hubRuns] = await inTurns(hub, [bare, PLAIN], [hub, requests]);
    report(name, goal, bareRuns, hubRuns);
    console.log(`    ${await perRequest(hub, requests)}`);
  }
}
{
  await using bare = await startPinned("bare-proxy", HUB_CORE, { target: world.integrationUrl });
  await using hub = await world.startHub();
  const [bareRuns, hubRuns] = await inTurns(hub, [bare, ACTION], [hub, ACTION]);
  report("proxied action", 0.6, bareRuns, hubRuns);
  const added = best(hubRuns).p99 - best(bareRuns).p99;
  console.log(`    ${await perRequest(hub, ACTION)}; added at p99: ${added.toFixed(1)} ms (goal: 5 at most)`);
  await killWhileActing(hub);
}
console.log(`  memory of the hub, most of all: ${mostMemory.toFixed(0)} MB (goal: under 200)`);
await compareConnects(world, SECONDS);

/** Runs two loads one after the other, several times, so that whatever else the machine does hits both. */
async function inTurns(
  hub: PinnedProcess,
  ...sides: [PinnedProcess, LoadRequest[]][]
): Promise<[LoadResult[], LoadResult[]]> {
  const results: [LoadResult[], LoadResult[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, [process, requests]] of sides.entries()) {
      const running = send(process, requests, round === 0 ? 1 : SECONDS);
      const watch = setInterval(() => (mostMemory = Math.max(mostMemory, hub.memory())), 200);
      const result = await running.finally(() => clearInterval(watch));
      // The first round is for warming up.
      if (round > 0) results[index as 0 | 1].push(result);
    }
  }
  return results;
}

function send({ port }: PinnedProcess, requests: readonly LoadRequest[], seconds: number): Promise<LoadResult> {
  return load({ port, requests, seconds, connections: CONNECTIONS, file: world.file, core: OTHER_CORE });
}

function best(runs: readonly LoadResult[]): LoadResult {
  const [first, ...others] = runs;
  if (first === undefined) throw new Error("Nothing was measured.");
  return others.reduce((one, other) => (other.perSecond > one.perSecond ? other : one), first);
}

function report(name: string, goal: number, bareRuns: readonly LoadResult[], hubRuns: readonly LoadResult[]): void {
  const [bare, hub] = [best(bareRuns), best(hubRuns)];
  const share = (hub.perSecond / bare.perSecond) * 100;
  const speed = (result: LoadResult) => `${result.perSecond.toFixed(0)}/s p50 ${result.p50} p99 ${result.p99} ms`;
  console.log(`  ${name}: ${share.toFixed(1)} % of bare (goal: ${(goal * 100).toFixed(0)} %)`);
  console.log(`    hub ${speed(hub)}, ${hub.refused} refused; bare ${speed(bare)}`);
}

/** Queries and writes of one request, counted over a short load. */
async function perRequest(hub: PinnedProcess, requests: readonly LoadRequest[]): Promise<string> {
  await hub.ask("reset");
  const { answered } = await send(hub, requests, 1);
  const { queries, writes } = (await hub.ask("counts")) as { queries: number; writes: number };
  return `${(queries / answered).toFixed(2)} queries and ${(writes / answered).toFixed(2)} writes per request`;
}

/** An action that was answered has its row, also when the hub dies the next moment. */
async function killWhileActing(hub: PinnedProcess): Promise<void> {
  const before = await countRows();
  const running = send(hub, ACTION, 3);
  setTimeout(() => void hub.kill(), 1_500);
  const { answered } = await running;
  const rows = (await countRows()) - before;
  console.log(
    `    killed while acting: ${answered} answered, ${rows} rows of the record, ${Math.max(0, answered - rows)} lost`,
  );
  if (rows < answered) process.exitCode = 1;
  rmSync(world.file, { force: true });
}

async function countRows(): Promise<number> {
  const { count } = await world.open.db
    .selectFrom("proxied_requests")
    .select((column) => column.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}
