import type { FlowPageView } from "@joinery/contract/pages";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { toRefusal } from "../api/refusal.ts";
import { Failure } from "../shell/failure.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";
import { EndedContent } from "./ended-page.tsx";

/** Loads what a page of a flow shows. A flow nobody knows reads like one that has ended: there is nothing to learn from it. */
export function FlowPageFrame({
  page,
  children,
}: {
  page: UseQueryResult<FlowPageView>;
  children: (view: FlowPageView) => ReactNode;
}) {
  if (page.data !== undefined) return <div className="enter">{children(page.data)}</div>;
  if (page.isError) {
    const refusal = toRefusal(page.error);
    if (refusal.status >= 400 && refusal.status < 500 && refusal.code !== "SIGN_IN_REQUIRED")
      return <EndedContent view={undefined} />;
    return <Failure error={page.error} onRetry={() => void page.refetch()} />;
  }
  return (
    <Loading>
      <Bar className="mb-9 h-24 w-44" />
      <Bar className="h-8 w-64" />
      <Bar className="mt-4 h-4 w-full" />
      <Bar className="mt-2 h-4 w-2/3" />
    </Loading>
  );
}
