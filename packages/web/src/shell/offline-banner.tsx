import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { isReachable, onReachabilityChange } from "../api/reachability.ts";
import { t } from "../texts/current.ts";

const RETRY_MILLISECONDS = 4_000;

/** Says that the hub does not answer, and asks again until it does. */
export function OfflineBanner() {
  const reachable = useSyncExternalStore(onReachabilityChange, isReachable);
  const queries = useQueryClient();

  useEffect(() => {
    if (reachable) return;
    const retry = () => void queries.refetchQueries({ type: "active" });
    const timer = setInterval(retry, RETRY_MILLISECONDS);
    window.addEventListener("online", retry);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", retry);
    };
  }, [reachable, queries]);

  return (
    <div role="status" className="sticky top-0 z-20">
      {reachable ? null : (
        <p className="border-warn-line border-b bg-warn-soft px-4 py-2.5 text-center font-medium text-sm text-warn">
          {t.general.unreachable}
        </p>
      )}
    </div>
  );
}
