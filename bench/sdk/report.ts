import type { Compared } from "../hot-paths/side-by-side.ts";
import type { Bundle } from "./bundle.ts";
import type { ColdStart } from "./cold-starts.ts";
import type { ConnectSpeed } from "./connects.ts";

const GOAL_KB = 60;
const GOAL_SHARE = 0.5;

export function sayBundle({ minified, gzipped }: Bundle, weights: readonly { name: string; gzipped: number }[]): void {
  console.log(
    `  bundle of an OAuth integration: ${kb(gzipped)} gzipped (goal: ${GOAL_KB} kB), ${kb(minified)} minified`,
  );
  for (const { name, gzipped: weight } of weights) console.log(`    ${kb(weight).padStart(8)} ${name}`);
}

export function sayColdStart(runtime: string, { bare, sdk }: ColdStart): void {
  const more = (sdk - bare).toFixed(0);
  console.log(
    `  cold start in ${runtime}: ${sdk.toFixed(0)} ms, ${more} ms more than a bare handler (${bare.toFixed(0)} ms)`,
  );
}

export function sayPresses({ bare, hub: sdk }: Compared): void {
  console.log(`  POST /auth: ${percent(sdk.perSecond / bare.perSecond)} of a bare Hono handler`);
  for (const [name, load] of Object.entries({ sdk, bare })) {
    const { perSecond, p50, p99, processorMicros } = load;
    const times = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
    console.log(
      `    ${name.padEnd(5)}${perSecond.toFixed(0)}/s, ${times}, ${processorMicros.toFixed(0)} µs of the core each`,
    );
  }
}

export function sayConnects({ bare, sdk }: { bare: ConnectSpeed; sdk: ConnectSpeed }): void {
  const share = percent(sdk.perSecond / bare.perSecond);
  console.log(`  whole verified connects: ${share} of bare openid-client (goal: ${percent(GOAL_SHARE)})`);
  for (const [name, { perSecond, processorMillis }] of Object.entries({ sdk, bare })) {
    console.log(`    ${name.padEnd(5)}${perSecond.toFixed(1)}/s, ${processorMillis.toFixed(1)} ms of the core each`);
  }
}

function kb(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
