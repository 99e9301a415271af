import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";

interface LoadMoreProps {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => unknown;
  };
}

/** The way to earlier rows of a list that goes on. */
export function LoadMore({ query }: LoadMoreProps) {
  return (
    <div className="mt-5 space-y-3">
      {query.isFetchNextPageError ? <RefusalNotice error={query.error} /> : null}
      {query.hasNextPage ? (
        <Button
          busy={query.isFetchingNextPage ? t.general.loadingMore : false}
          onClick={() => void query.fetchNextPage()}
        >
          {t.general.moreRows}
        </Button>
      ) : null}
    </div>
  );
}
