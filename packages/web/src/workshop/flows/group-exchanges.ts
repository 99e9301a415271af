import type { Exchange, FaultId } from "@joinery/contract/workshop";
import { isFaultId } from "@joinery/contract/workshop";
import { type FlowOutcome, outcomeOf } from "./flow-outcome.ts";
import { joinProbes, type Members } from "./join-probes.ts";

/** Exchanges that belong together, oldest first. */
export interface FlowGroup {
  /** The flow's id; for exchanges without a flow the id of the first of them. */
  key: string;
  /** Null for exchanges that belong to no flow, or to many: they can't be exported. */
  flow: string | null;
  /** Many requests of a program: what came of each is for the program to judge. */
  areProbes: boolean;
  exchanges: readonly Exchange[];
  startedAt: string;
  /** Who started it. */
  userId: string | null;
  /** The step it began with, for example "Connect". */
  begins: string;
  outcome: FlowOutcome;
  /** How many checks failed in all exchanges together; a program that asks for refusals is not counted against. */
  failedChecks: number;
  /** Faults that shaped any of its exchanges. */
  faults: readonly FaultId[];
}

/** Exchanges without a flow belong together as long as no pause between them is longer. */
const PAUSE_MILLISECONDS = 2_000;

/** Puts exchanges into flows, the newest flow first. `exchanges` are in the order of their begin. */
export function groupExchanges(exchanges: readonly Exchange[]): FlowGroup[] {
  const groups = new Map<string, Exchange[]>();
  let loose: { key: string; endedAt: number } | undefined;
  for (const exchange of exchanges) {
    if (exchange.flow !== null) {
      addTo(groups, exchange.flow, exchange);
      continue;
    }
    const begunAt = Date.parse(exchange.at);
    const key = loose !== undefined && begunAt - loose.endedAt <= PAUSE_MILLISECONDS ? loose.key : exchange.id;
    loose = { key, endedAt: begunAt + (exchange.duration_ms ?? 0) };
    addTo(groups, key, exchange);
  }
  const flows = [...groups].map(([key, members]) => ({ key, exchanges: members }));
  return joinProbes(flows.sort(oldestFirst)).map(describe).sort(newestFirst);
}

function addTo(groups: Map<string, Exchange[]>, key: string, exchange: Exchange): void {
  const members = groups.get(key);
  if (members === undefined) groups.set(key, [exchange]);
  else members.push(exchange);
}

function describe({ key, exchanges, areProbes }: Members): FlowGroup {
  const [first] = exchanges;
  const faults = exchanges.flatMap(({ fault }) => (fault !== null && isFaultId(fault) ? [fault] : []));
  return {
    key,
    flow: areProbes ? null : (first?.flow ?? null),
    areProbes,
    exchanges,
    startedAt: first?.at ?? "",
    userId: exchanges.find(({ user_id }) => user_id !== null)?.user_id ?? null,
    begins: first?.step ?? "",
    outcome: areProbes ? "done" : outcomeOf(exchanges),
    failedChecks: areProbes ? 0 : countFailed(exchanges),
    faults: [...new Set(faults)],
  };
}

function countFailed(exchanges: readonly Exchange[]): number {
  return exchanges.reduce((sum, { checks }) => sum + checks.filter(({ passed }) => !passed).length, 0);
}

function oldestFirst(a: Pick<Members, "exchanges">, b: Pick<Members, "exchanges">): number {
  return Date.parse(a.exchanges[0]?.at ?? "") - Date.parse(b.exchanges[0]?.at ?? "");
}

/** Whether a flow is in a group, by itself or among others. */
export function holdsFlow(group: FlowGroup, flow: string): boolean {
  return group.key === flow || group.exchanges.some((exchange) => exchange.flow === flow);
}

function newestFirst(a: FlowGroup, b: FlowGroup): number {
  return Date.parse(b.startedAt) - Date.parse(a.startedAt);
}
