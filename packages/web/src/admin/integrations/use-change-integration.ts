import type { ChangeIntegrationBody } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "../../api/request.ts";
import { adminIntegrationPath } from "../queries.ts";

/** Changes an integration and reads it anew wherever it is shown. */
export function useChangeIntegration(serviceId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangeIntegrationBody) => request("PATCH", adminIntegrationPath(serviceId), { body }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ["admin", "integrations"] });
      await queries.invalidateQueries({ queryKey: ["integrations"] });
    },
  });
}
