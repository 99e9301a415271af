import type { FaultId } from "@joinery/contract/workshop";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { clearFaults, switchFault, workshopQuery } from "../api/queries.ts";

/** Switches faults, one or all, and reads anew which are on. */
export function useFaults() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: workshopQuery.queryKey });
  const change = useMutation({
    mutationFn: ({ fault, on }: { fault: FaultId; on: boolean }) => switchFault(fault, on),
    onSettled,
  });
  const clear = useMutation({ mutationFn: clearFaults, onSettled });
  return { change, clear };
}
