import type { StatementCounts } from "../world/count-statements.ts";
import type { LoadResult } from "../world/load.ts";
import type { ConnectSpeed } from "./connects.ts";
import type { Compared } from "./side-by-side.ts";

/** What was measured of one path, and its goal as a share of the bare server's speed. */
export interface PathReport extends Compared {
  name: string;
  goal: number;
  counts: StatementCounts;
}

export function reportPath({ name, goal, bare, hub, counts }: PathReport): void {
  console.log(`  ${name}: ${percent(hub.perSecond / bare.perSecond)} of bare (goal: ${percent(goal)})`);
  console.log(`    hub   ${sayLoad(hub)}`);
  console.log(`    bare  ${sayLoad(bare)}`);
  console.log(`    statements ${sayCounts(counts)}`);
}

export function reportConnects({ bare, verified }: { bare: ConnectSpeed; verified: ConnectSpeed }): void {
  const [hub, integration] = verified.processorMillis;
  const [application] = bare.processorMillis;
  console.log(
    `  whole verified connects: ${percent(verified.perSecond / bare.perSecond)} of bare (goal: ${percent(0.5)})`,
  );
  console.log(
    `    verified ${verified.perSecond.toFixed(1)}/s, ${say(hub)} of the hub and ${say(integration)} of the SDK`,
  );
  console.log(`    bare     ${bare.perSecond.toFixed(1)}/s, ${say(application)} of openid-client`);
}

function sayLoad({ perSecond, p50, p99, processorMicros }: LoadResult): string {
  const busy = percent((perSecond * processorMicros) / 1_000_000);
  const core = `${processorMicros.toFixed(0)} µs of the core each, which is ${busy} busy`;
  return `${perSecond.toFixed(0)}/s, p50 ${say(p50)}, p99 ${say(p99)}, ${core}`;
}

function sayCounts({ alone, underLoad }: StatementCounts): string {
  const average = `${underLoad.statements.toFixed(2)} under load, of which write ${underLoad.writes.toFixed(2)}`;
  return `${alone.statements} alone, of which write ${alone.writes}; ${average}`;
}

function say(milliseconds = Number.NaN): string {
  return `${milliseconds.toFixed(1)} ms`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
