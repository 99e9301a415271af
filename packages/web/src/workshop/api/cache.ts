import { QueryClient } from "@tanstack/react-query";

/** Makes the cache of what is read from the workshop. It is on this machine: what fails is asked for again by its interval. */
export function createWorkshopCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: "always", retry: false, staleTime: 1_000 },
      mutations: { networkMode: "always" },
    },
  });
}
