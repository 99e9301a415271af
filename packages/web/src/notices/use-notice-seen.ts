import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { dismissNotice, noticesQuery } from "./queries.ts";

/** Whoever reads the receipt of a removed account knows that it was removed: its notice has done its work. */
export function useNoticeSeen(accountId: string): void {
  const { data } = useQuery({ ...noticesQuery, enabled: false });
  const queries = useQueryClient();
  const sent = useRef<string>(undefined);
  const seen = data?.notices.find(
    (notice) => notice.kind === "account_removed" && notice.linked_account_id === accountId,
  )?.notice_id;

  useEffect(() => {
    if (seen === undefined || sent.current === seen) return;
    sent.current = seen;
    void dismissNotice(seen)
      // Not important enough to speak of: it can still be dismissed by hand.
      .catch(() => undefined)
      .then(() => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }));
  }, [seen, queries]);
}
