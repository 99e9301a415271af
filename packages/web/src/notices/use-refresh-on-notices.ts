import type { NoticeView } from "@joinery/contract/pages";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { keyOfNotices } from "./notice-words.ts";

/** Something happened to a link when a notice comes or goes: then whatever the pages show about links is read again. */
export function useRefreshOnNotices(notices: readonly NoticeView[] | undefined): void {
  const queries = useQueryClient();
  const known = useRef<string | undefined>(undefined);
  const key = notices === undefined ? undefined : keyOfNotices(notices);
  useEffect(() => {
    if (key === undefined) return;
    const isFirst = known.current === undefined;
    const isSame = known.current === key;
    known.current = key;
    if (isFirst || isSame) return;
    for (const about of ["integrations", "accounts", "receipts"]) {
      void queries.invalidateQueries({ queryKey: [about] });
    }
  }, [key, queries]);
}
