import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ADAPTERS, type Adapter, type Findings } from "../../e2e/sdk/runtimes/table.ts";
import { ROOT } from "../root.ts";

/** Where to see each adapter at work. */
const EXAMPLES: Record<Adapter, readonly string[]> = {
  fetch: ["bun", "deno"],
  node: ["desk"],
  express: ["express"],
  fastify: ["fastify"],
  hono: ["hono"],
  next: ["next"],
  lambda: ["lambda"],
  gateway: ["lambda"],
  workers: ["workers"],
};
const FRAMEWORKS: Partial<Record<Adapter, string>> = {
  express: "Express",
  fastify: "Fastify",
  hono: "Hono",
  next: "Next.js",
};
const MODE_NAMES: Record<string, string> = { hub: "hub", blink: "Blink" };
const ADAPTER_KEYS = Object.keys(ADAPTERS) as Adapter[];

/** The page that says where the SDK runs, from what the last run of the suite has found. */
export function runtimesPage(): ReadonlyMap<string, string> {
  const findings = JSON.parse(readFileSync(join(ROOT, "e2e/sdk/runtimes.json"), "utf8")) as Findings;
  return new Map([["docs/reference/runtimes.md", page(findings)]]);
}

function page(findings: Findings): string {
  const runtimes = Object.keys({ ...findings.works, ...findings.notApplicable });
  return `# Where the SDK runs

Each cell is a journey that was walked in the real runtime, with the built SDK and the example of the adapter: connect, an action,
a token that has to be renewed, disconnect with its receipt; **hub** for our hub, with every connect verified, **Blink** for a hub
that speaks Blink's published contract only. A dash is a pair that makes no sense; why is said below. On Node 20, Bun, Deno and
workerd somebody also enters an API key, which is stored sealed.

| adapter | ${runtimes.map((runtime) => `${runtime.split(" ")[0]} ${findings.versions[runtime]}`).join(" | ")} |
| --- | ${runtimes.map(() => "---").join(" | ")} |
${ADAPTER_KEYS.map((adapter) => `| ${nameOf(adapter, findings)} | ${runtimes.map((runtime) => cell(findings, runtime, adapter)).join(" | ")} |`).join("\n")}

The suite is \`npm run e2e -- sdk/runtimes\`; it fails when this table says anything else than what it has found. What Lambda
does with requests is imitated from its documentation, and everything else is the real thing. After a change on purpose
\`JOINERY_WRITE_FINDINGS=1 npm run e2e -- sdk/runtimes\` writes down what is found, and \`npm run generate\` makes this page of it.

## Examples

${ADAPTER_KEYS.map((adapter) => `- ${ADAPTERS[adapter]}: ${EXAMPLES[adapter].map(link).join(", ")}`).join("\n")}

## What each platform leaves to you

- **Bun and Deno** serve \`integration.fetch\` themselves. Call \`lookAfter\` of \`@joinery/sdk/node\`: the folder for unfinished work
  is the one of Node, and works there too. Deno asks for \`--allow-sys=hostname,uid,gid\` because of it. Without \`--allow-run\` it may
  not ask whether another process runs, so what a crash left behind is taken up after a minute, and not at once.
- **Express, Fastify, Hono and Next.js on a server**: call \`lookAfter\` as well. \`serve\` does it by itself.
- **Lambda and Workers** have no disk that stays. With \`spool: "none"\` a connect that a crash interrupts becomes an orphan on the
  administrator's list; with a \`Spool\` over storage of yours, three methods, it is finished. Both run as many copies as they like:
  give them a \`store\` over storage that all of them reach, so that an action that comes twice is noticed by another copy too, and in
  Blink mode also a link.
- **Bodies** must reach the integration as they came, because the hub signs their bytes. An adapter that finds a body already parsed
  refuses the request, and its error says what to change.
- **Paths and queries** must not be rewritten. API Gateway decodes the path before it calls a function: an action whose path has
  percent-encoded characters needs a function URL. The name of a stage would stand before every path: use \`$default\`, or a domain
  of your own.

## Why not
${ADAPTER_KEYS.map((adapter) => reasons(findings, adapter)).join("")}`;
}

function nameOf(adapter: Adapter, { versions }: Findings): string {
  const framework = FRAMEWORKS[adapter];
  return framework === undefined ? ADAPTERS[adapter] : `${ADAPTERS[adapter]} (${framework} ${versions[framework]})`;
}

function cell({ works }: Findings, runtime: string, adapter: Adapter): string {
  const modes = works[runtime]?.[adapter];
  return modes === undefined
    ? "–"
    : modes
        .split(", ")
        .map((mode) => MODE_NAMES[mode] ?? mode)
        .join(", ");
}

function link(example: string): string {
  return `[examples/${example}](../../examples/${example}/)`;
}

/** One line for each reason, with the runtimes that it is about. */
function reasons({ notApplicable }: Findings, adapter: Adapter): string {
  const found = Object.entries(notApplicable).flatMap(([runtime, all]) => {
    const reason = all[adapter];
    return reason === undefined ? [] : [{ runtime, reason }];
  });
  const lines = [...Map.groupBy(found, ({ reason }) => reason)].map(
    ([reason, about]) => `- ${about.map(({ runtime }) => runtime).join(", ")}: ${reason}`,
  );
  return lines.length === 0 ? "" : `\n**${ADAPTERS[adapter]}**\n\n${lines.join("\n")}\n`;
}
