import type { PersonKey } from "@joinery/contract/workshop";
import { useMutation } from "@tanstack/react-query";
import { connectAs } from "../api/queries.ts";
import { goTo } from "../place/use-place.ts";

/** Lets the workshop connect as a person, and shows the flow as soon as it is known. */
export function useConnectAs() {
  return useMutation({
    mutationFn: (user: PersonKey) => connectAs({ user }),
    onSuccess: ({ flow }) => {
      if (flow !== null) goTo({ page: "inspector", flow });
    },
  });
}
