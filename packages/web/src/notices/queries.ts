import type { NoticesView } from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../api/request.ts";

/** Short enough that a link which breaks is seen at once; a page that nobody looks at does not ask. */
const ASK_AGAIN_MILLISECONDS = 4_000;

export const noticesQuery = queryOptions({
  queryKey: ["notices"],
  queryFn: ({ signal }) => request<NoticesView>("GET", "/api/notices", { signal }),
  refetchInterval: ASK_AGAIN_MILLISECONDS,
  refetchOnWindowFocus: "always",
  retry: false,
});

export function dismissNotice(noticeId: string): Promise<unknown> {
  return request("DELETE", `/api/notices/${encodeURIComponent(noticeId)}`);
}
