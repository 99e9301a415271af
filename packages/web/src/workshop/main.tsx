import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { readAgainOnFocus } from "../api/query-client.ts";
import { createWorkshopCache } from "./api/cache.ts";
import { WorkshopShell } from "./frame/workshop-shell.tsx";

readAgainOnFocus(window);

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createWorkshopCache()}>
        <WorkshopShell />
      </QueryClientProvider>
    </StrictMode>,
  );
}
