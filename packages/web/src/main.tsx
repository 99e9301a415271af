import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient, readAgainOnFocus } from "./api/query-client.ts";
import { router } from "./router.tsx";
import { askForFreshSignIn } from "./session/fresh-sign-in.ts";
import { rememberLostSession } from "./session/memory.ts";

const queries = createQueryClient({
  onSignInRequired: () => {
    if (window.location.pathname === "/sign-in") return;
    rememberLostSession(window.location.pathname + window.location.search);
    // What the pages knew was the former person's. Removed before the next page asks for anything of its own.
    queries.clear();
    void router.navigate({ to: "/sign-in", replace: true });
  },
  onFreshSignInRequired: askForFreshSignIn,
});

readAgainOnFocus(window);

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
