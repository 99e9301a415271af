import { compareConnects } from "./hot-paths/connects.ts";
import { killWhileActing } from "./hot-paths/kill-while-acting.ts";
import { reportConnects, reportPath } from "./hot-paths/report.ts";
import { measureInTurns, type Side } from "./hot-paths/side-by-side.ts";
import { countStatements } from "./world/count-statements.ts";
import { HUB_CORE, refuseUnfitMachine } from "./world/machine.ts";
import { startPinned } from "./world/pinned-process.ts";
import { actions, connectStarts, PLAIN, reads, readsOfStrangers } from "./world/requests.ts";
import { makeWorld } from "./world/world.ts";

/**
 * What the hub's busiest requests cost, each beside a bare server in the same run: hub (or bare server) on one core, load,
 * database and integration on the others.
 */
const ACCOUNTS = Number(process.env.ACCOUNTS ?? 100_000);
const SECONDS = Number(process.env.SECONDS ?? 10);
const SAMPLE = 20_000;
const SHAPE = { seconds: SECONDS, connections: 32 };
const COUNTED = { seconds: 1, connections: 32 };

refuseUnfitMachine();
await using world = await makeWorld();
const accounts = await world.fill(ACCOUNTS, SAMPLE);
const title = `${ACCOUNTS.toLocaleString("en")} linked accounts, ${SHAPE.connections} connections, ${SECONDS} s a round`;
console.log(`hot paths, ${title}`);
const memory = [await comparePaths(), await compareActions()];
reportConnects(await compareConnects(world, SECONDS));
console.log(`  most memory of the hub: ${Math.max(...memory).toFixed(0)} MB (goal: under 200)`);

/** Answers the most memory that the hub had. */
async function comparePaths(): Promise<number> {
  await using bare = await startBare("bare-server", {});
  await using hub = await world.startHub();
  const compare = (name: string, goal: number, requests: Side["requests"]) =>
    comparePath(name, goal, { server: bare, requests: PLAIN }, { server: hub, requests });
  await compare("read of a linked account", 0.19, reads(world, accounts));
  await compare("start of a connect", 0.04, connectStarts(world));
  await compare("refused stranger", 0.2, readsOfStrangers(world, accounts));
  return hub.mostMegabytes();
}

/** The same for actions; then the hub is killed in the middle of them. */
async function compareActions(): Promise<number> {
  const requests = actions(world);
  await using bare = await startBare("bare-proxy", { target: world.integrationUrl });
  await using hub = await world.startHub();
  const best = await comparePath("proxied action", 0.6, { server: bare, requests }, { server: hub, requests });
  console.log(`    added at p99: ${(best.hub.p99 - best.bare.p99).toFixed(1)} ms (goal: 5 at most)`);
  const memory = hub.mostMegabytes();
  const { answered, lost } = await killWhileActing(world, hub, requests);
  console.log(`    killed while acting: ${answered} answered, ${lost} of them without a row of the record (goal: 0)`);
  if (lost > 0) process.exitCode = 1;
  return memory;
}

async function comparePath(name: string, goal: number, bare: Side, hub: Side) {
  const best = await measureInTurns(bare, hub, SHAPE);
  const counts = await countStatements(hub.server, hub.requests, COUNTED);
  reportPath({ name, goal, ...best, counts });
  return best;
}

function startBare(name: string, settings: Record<string, unknown>) {
  return startPinned(new URL(`hot-paths/${name}.process.ts`, import.meta.url), settings, { cores: HUB_CORE });
}
