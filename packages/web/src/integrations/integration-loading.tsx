import { Bar, Loading } from "../ui/skeleton.tsx";

/** The page of an integration before it is there: the same places, grey. */
export function IntegrationLoading() {
  return (
    <Loading>
      <div className="flex gap-5">
        <Bar className="size-14" />
        <div className="flex-1 space-y-3 pt-1">
          <Bar className="h-7 w-48" />
          <Bar className="h-4 w-72 max-w-full" />
        </div>
      </div>
      <Bar className="mt-7 h-12 w-36" />
      <Bar className="mt-11 mb-4 h-5 w-56" />
      <Bar className="h-32 w-full" />
    </Loading>
  );
}
