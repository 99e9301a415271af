import { useMemo } from "react";
import { w } from "../../texts/workshop.ts";
import { classNames } from "../../ui/class-names.ts";
import { ExchangePane } from "../exchange/exchange-pane.tsx";
import { useExchanges } from "../feed/use-exchanges.ts";
import { RunningStrip } from "../frame/running-strip.tsx";
import { WorkshopHeading } from "../frame/workshop-heading.tsx";
import type { Place } from "../place/place.ts";
import { goTo } from "../place/use-place.ts";
import { EmptyInspector } from "./empty-inspector.tsx";
import { FlowList } from "./flow-list.tsx";
import { FlowPane } from "./flow-pane.tsx";
import { groupExchanges, holdsFlow } from "./group-exchanges.ts";
import { LostBanner } from "./lost-banner.tsx";

/**
 * Flows, the exchanges of one flow, one exchange: side by side where there is room, one after the other where there is not.
 * Without a choice in the address the newest flow is shown, so that one only has to look.
 */
export function InspectorPage({ place }: { place: Extract<Place, { page: "inspector" }> }) {
  const { state, exchanges, clear } = useExchanges();
  const flows = useMemo(() => groupExchanges(exchanges), [exchanges]);
  const chosen = place.flow;
  const flow = flows.find((one) => chosen !== undefined && holdsFlow(one, chosen)) ?? flows[0];
  const exchange = exchanges.find(({ id }) => id === place.exchange);
  const hasChosenFlow = chosen !== undefined;
  const hasExchange = place.exchange !== undefined;

  const close = () => goTo({ page: "inspector", ...(flow === undefined ? {} : { flow: flow.key }) });
  return (
    <>
      <RunningStrip />
      {state === "lost" ? <LostBanner /> : null}
      <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <WorkshopHeading title={w.pages.inspector} isUnseen />
        {flow === undefined ? (
          <EmptyInspector state={state} />
        ) : (
          <div className="flex min-h-0 flex-1 lg:grid lg:grid-cols-[18rem_minmax(0,1fr)] xl:has-data-exchange:grid-cols-[18rem_minmax(0,1fr)_minmax(26rem,34%)] lg:max-xl:has-data-exchange:grid-cols-[minmax(0,1fr)_27rem]">
            <div
              className={classNames(
                "relative min-h-0 w-full border-line bg-surface/60 lg:overflow-y-auto lg:border-r",
                (hasChosenFlow || hasExchange) && "max-lg:hidden",
                hasExchange && "lg:max-xl:hidden",
              )}
            >
              <FlowList flows={flows} chosen={flow.key} onClear={clear} />
            </div>
            <div
              className={classNames(
                "relative min-h-0 w-full min-w-0 lg:overflow-y-auto",
                (!hasChosenFlow || hasExchange) && "max-lg:hidden",
              )}
            >
              <FlowPane key={flow.key} flow={flow} chosen={place.exchange} />
            </div>
            {hasExchange ? (
              <div
                data-exchange
                className="relative min-h-0 w-full min-w-0 border-line bg-surface lg:overflow-y-auto lg:border-l"
              >
                <ExchangePane key={place.exchange} exchange={exchange} flowKey={flow.key} onClose={close} />
              </div>
            ) : null}
          </div>
        )}
      </main>
    </>
  );
}
