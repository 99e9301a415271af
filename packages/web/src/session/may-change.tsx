import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { meQuery } from "./queries.ts";
import { mayChangeThings } from "./roles.ts";

/**
 * Whether the person who is signed in may change what the admin panel shows; an auditor may not. Use it to leave out a way
 * that leads to changes only. For buttons and forms `Changes` is enough.
 */
export function useMayChange(): boolean {
  const me = useQuery({ ...meQuery, enabled: false });
  return me.data !== undefined && mayChangeThings(me.data.person);
}

/**
 * Stands around buttons and fields that change something: for an auditor they are all disabled. Why is said once, in the
 * frame of the admin panel.
 */
export function Changes({ children }: { children: ReactNode }) {
  const mayChange = useMayChange();
  return (
    <fieldset disabled={!mayChange} className="contents">
      {children}
    </fieldset>
  );
}
