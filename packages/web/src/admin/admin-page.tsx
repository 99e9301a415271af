import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "../shell/failure.tsx";
import { PageHeading } from "../shell/page-heading.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";

interface AdminPageProps {
  title: string;
  lead?: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** Heading, one sentence, content. */
export function AdminPage({ title, lead, aside, children }: AdminPageProps) {
  return (
    <>
      <header className="mb-7 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <PageHeading title={title} />
          {lead === undefined ? null : <p className="mt-1 text-ink-2">{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </>
  );
}

type Loaded<Data> = Pick<UseQueryResult<Data>, "data" | "isError" | "error"> & { refetch: () => unknown };

/** Shows the data as soon as it is there, grey rows before, the reason when it can't be had. */
export function WhenLoaded<Data>({ query, children }: { query: Loaded<Data>; children: (data: Data) => ReactNode }) {
  if (query.data !== undefined) return <div className="enter">{children(query.data)}</div>;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Loading>
      <div className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface">
        {["first", "second", "third"].map((key) => (
          <div key={key} className="flex items-center gap-4 px-4 py-4">
            <Bar className="size-8" />
            <Bar className="h-4 w-40" />
            <Bar className="ml-auto h-4 w-20" />
          </div>
        ))}
      </div>
    </Loading>
  );
}
