import type {
  Exchange,
  FaultId,
  FlowFile,
  ReplayReport,
  WorkshopConnect,
  WorkshopConnectOutcome,
  WorkshopView,
} from "@joinery/contract/workshop";
import { queryOptions } from "@tanstack/react-query";
import { ask } from "./request.ts";

/** The command line and tests change the workshop, too: what runs and which faults are on is asked for again and again. */
const LOOK_AGAIN_MILLISECONDS = 2_500;

/** What runs, and which faults are on. */
export const workshopQuery = queryOptions({
  queryKey: ["workshop"],
  queryFn: ({ signal }) => ask<WorkshopView>("GET", "/api/workshop", undefined, signal),
  refetchInterval: LOOK_AGAIN_MILLISECONDS,
});

/** Lets the workshop walk through a connect in a browser of its own. */
export function connectAs(request: WorkshopConnect): Promise<WorkshopConnectOutcome> {
  return ask("POST", "/api/connect", request);
}

export function switchFault(fault: FaultId, on: boolean): Promise<unknown> {
  return ask("PUT", `/api/faults/${fault}`, { on });
}

export function clearFaults(): Promise<unknown> {
  return ask("DELETE", "/api/faults");
}

export function listExchanges(signal?: AbortSignal): Promise<Exchange[]> {
  return ask("GET", "/api/exchanges", undefined, signal);
}

export function sendAgain(exchangeId: string): Promise<Exchange> {
  return ask("POST", `/api/exchanges/${encodeURIComponent(exchangeId)}/again`);
}

/** Where a flow can be had as a file. */
export function flowFilePath(flow: string): string {
  return `/api/flows/${encodeURIComponent(flow)}/file`;
}

/** Does once more what a flow did, and compares. */
export async function replayFlow(flow: string): Promise<ReplayReport> {
  return replayFile(await ask<FlowFile>("GET", flowFilePath(flow)));
}

export function replayFile(file: FlowFile): Promise<ReplayReport> {
  return ask("POST", "/api/replay", file);
}
