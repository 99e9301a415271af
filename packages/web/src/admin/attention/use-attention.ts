import type { AdminDisconnectRow, DeadJobRow, OrphanRow } from "@joinery/contract/pages";
import { useQueries } from "@tanstack/react-query";
import { deadJobsQuery, disconnectsQuery, orphansQuery } from "../queries.ts";

/** Everything that waits for an administrator, and the disconnects that don't yet. */
export interface Attention {
  stopped: readonly AdminDisconnectRow[];
  underWay: readonly AdminDisconnectRow[];
  orphans: readonly OrphanRow[];
  jobs: readonly DeadJobRow[];
}

/** Asks for all of it together; `data` is there once every part is. */
export function useAttention({ lookAgainAfterMs }: { lookAgainAfterMs?: number } = {}) {
  const how = { refetchOnMount: "always", ...(lookAgainAfterMs && { refetchInterval: lookAgainAfterMs }) } as const;
  const [disconnects, orphans, jobs] = useQueries({
    queries: [
      { ...disconnectsQuery, ...how },
      { ...orphansQuery, ...how },
      { ...deadJobsQuery, ...how },
    ],
  });
  const all = [disconnects, orphans, jobs];
  const data =
    disconnects.data === undefined || orphans.data === undefined || jobs.data === undefined
      ? undefined
      : {
          stopped: disconnects.data.needs_administrator,
          underWay: disconnects.data.under_way,
          orphans: orphans.data.rows,
          jobs: jobs.data.jobs,
        };
  return {
    data,
    isError: all.some((query) => query.isError),
    error: all.find((query) => query.isError)?.error ?? null,
    refetch: () => Promise.all(all.map((query) => query.refetch())),
  };
}

/** How many things an administrator has to decide. */
export function countWaiting({ stopped, orphans, jobs }: Attention): number {
  return stopped.length + orphans.length + jobs.length;
}
