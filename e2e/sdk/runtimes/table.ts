import { RUNTIMES, type Runtime } from "./runtimes.ts";

/** How an integration may be served, as the table calls it. */
export const ADAPTERS = {
  fetch: "none: `integration.fetch`",
  node: "`@joinery/sdk/node`",
  express: "`@joinery/sdk/express`",
  fastify: "`@joinery/sdk/fastify`",
  hono: "`@joinery/sdk/hono`",
  next: "`@joinery/sdk/next`",
  lambda: "`@joinery/sdk/lambda`, function URL",
  gateway: "`@joinery/sdk/lambda`, API Gateway",
  workers: "`@joinery/sdk/workers`",
} as const;
export type Adapter = keyof typeof ADAPTERS;

/** Whom the integration serves: our hub, or one that speaks Blink's contract and nothing more. */
export const MODES = ["hub", "blink"] as const;
export type ServedMode = (typeof MODES)[number];

/** A runtime and an adapter that go together. */
export interface Pair {
  runtime: Runtime;
  adapter: Adapter;
}

const NODES = ["Node 20", "Node 22", "Node 24"] as const;
const isNode = (runtime: Runtime) => NODES.some((node) => node === runtime);

/** Why a pair makes no sense, in one sentence; `undefined` when it has to work. */
export function reasonAgainst({ runtime, adapter }: Pair): string | undefined {
  return REASONS[adapter](runtime);
}

const onlyWhereAwsRuns = (runtime: Runtime) =>
  isNode(runtime) ? undefined : "AWS offers managed runtimes for Node.js, and none for this.";

const REASONS: Record<Adapter, (runtime: Runtime) => string | undefined> = {
  fetch: (runtime) => {
    if (isNode(runtime)) return "Node has no server of its own that takes a Fetch handler.";
    return runtime === "workerd"
      ? "Settings come with the request, which the Workers adapter takes care of."
      : undefined;
  },
  node: (runtime) => (runtime === "workerd" ? "A Worker does not listen, and has no disk." : undefined),
  express: (runtime) => (runtime === "workerd" ? "Express needs a server of `node:http` that listens." : undefined),
  fastify: (runtime) => (runtime === "workerd" ? "Fastify needs a server of `node:http` that listens." : undefined),
  hono: () => undefined,
  next: (runtime) => (isNode(runtime) ? undefined : "Next.js names Node.js as what it runs on."),
  lambda: onlyWhereAwsRuns,
  gateway: onlyWhereAwsRuns,
  workers: (runtime) => (runtime === "workerd" ? undefined : "Workers run in workerd."),
};

/** Every runtime with every adapter. */
export const ALL_PAIRS: readonly Pair[] = RUNTIMES.flatMap((runtime) =>
  (Object.keys(ADAPTERS) as Adapter[]).map((adapter) => ({ runtime, adapter })),
);

/** Those that have to work. */
export const PAIRS = ALL_PAIRS.filter((pair) => reasonAgainst(pair) === undefined);

/** What a run has found: the content of `runtimes.json`. */
export interface Findings {
  /** Of runtimes and frameworks. */
  versions: Record<string, string>;
  /** The modes in which a pair has worked. */
  works: Record<string, Record<string, string>>;
  /** Why a pair makes no sense. */
  notApplicable: Record<string, Record<string, string>>;
}

/** Puts what has worked into the order of the table. */
export function toFindings(
  versions: Record<string, string>,
  worked: readonly (Pair & { mode: ServedMode })[],
): Findings {
  const modesOf = ({ runtime, adapter }: Pair) =>
    MODES.filter((mode) =>
      worked.some((one) => one.runtime === runtime && one.adapter === adapter && one.mode === mode),
    );
  return {
    versions,
    works: byRuntime((pair) => modesOf(pair).join(", ") || undefined),
    notApplicable: byRuntime(reasonAgainst),
  };
}

function byRuntime(cellOf: (pair: Pair) => string | undefined): Record<string, Record<string, string>> {
  const entries = RUNTIMES.map((runtime) => {
    const pairs = ALL_PAIRS.filter((pair) => pair.runtime === runtime);
    return [runtime, Object.fromEntries(pairs.flatMap((pair) => entryOf(pair, cellOf(pair))))] as const;
  });
  return Object.fromEntries(entries.filter(([, found]) => Object.keys(found).length > 0));
}

function entryOf({ adapter }: Pair, value: string | undefined): [Adapter, string][] {
  return value === undefined ? [] : [[adapter, value]];
}
