import { useQuery } from "@tanstack/react-query";
import { w } from "../../texts/workshop.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Loading } from "../../ui/skeleton.tsx";
import { workshopQuery } from "../api/queries.ts";
import type { FeedState } from "../feed/exchange-feed.ts";
import { WorkshopFailure } from "../frame/workshop-failure.tsx";
import { FourParties } from "./four-parties.tsx";
import { useConnectAs } from "./use-connect-as.ts";
import { nameOf } from "./who.ts";

/** Before anything has passed: what will be seen here, and two ways to let something pass. */
export function EmptyInspector({ state }: { state: FeedState }) {
  const { data } = useQuery(workshopQuery);
  const connect = useConnectAs();
  const first = data?.people[0];
  if (state === "loading") {
    return (
      <div className="mx-auto w-full max-w-2xl px-6 py-16">
        <Loading>
          <FourParties />
        </Loading>
      </div>
    );
  }
  return (
    <div className="enter mx-auto flex w-full max-w-2xl flex-1 flex-col justify-center px-6 py-14 text-center">
      <FourParties />
      <h2 className="mt-9 font-semibold text-[1.6rem] leading-tight tracking-[-0.018em]">{w.empty.title}</h2>
      <p className="mx-auto mt-2 max-w-md text-ink-2">{w.empty.body}</p>
      {data === undefined ? null : (
        <div className="mt-7 flex flex-wrap items-center justify-center gap-x-4 gap-y-3">
          <a href={data.hub} target="_blank" rel="noreferrer" className={buttonClass("primary")}>
            {w.empty.atHub}
          </a>
          {first === undefined ? null : (
            <>
              <span className="text-ink-3">{w.empty.or}</span>
              <Button
                busy={connect.isPending ? w.empty.connecting : false}
                disabled={data.integration.state !== "running"}
                onClick={() => connect.mutate(first.key)}
              >
                {w.empty.connectAs(nameOf(data.people, first.user_id) ?? first.name)}
              </Button>
            </>
          )}
        </div>
      )}
      {connect.isError ? (
        <div className="mt-6 text-left">
          <WorkshopFailure error={connect.error} />
        </div>
      ) : null}
    </div>
  );
}
