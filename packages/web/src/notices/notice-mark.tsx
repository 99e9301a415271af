import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { format, t } from "../texts/current.ts";
import { noticesQuery } from "./queries.ts";
import { useRefreshOnNotices } from "./use-refresh-on-notices.ts";

/** In the frame of the pages: how many notices there are, with the way to them. On *Manage integrations* the cards say it. */
export function NoticeMark() {
  const { data } = useQuery(noticesQuery);
  const isThere = useRouterState({ select: (state) => state.location.pathname === "/" });
  const amount = data?.notices.length ?? 0;
  useRefreshOnNotices(data?.notices);
  return (
    <span role="status">
      {amount === 0 || isThere ? null : (
        <Link
          to="/"
          className="enter inline-flex items-center gap-1.5 whitespace-nowrap rounded-full border border-warn-line bg-warn-soft px-1.5 py-1 font-medium text-sm text-warn sm:px-2.5"
        >
          <span aria-hidden="true" className="size-1.5 rounded-full bg-warn max-sm:hidden" />
          <span className="max-sm:sr-only">{format.count(amount, t.notices.mark)}</span>
          <span aria-hidden="true" className="min-w-3 text-center sm:hidden">
            {amount}
          </span>
        </Link>
      )}
    </span>
  );
}
