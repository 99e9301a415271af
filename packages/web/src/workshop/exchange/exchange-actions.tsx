import type { Exchange } from "@joinery/contract/workshop";
import { useMutation } from "@tanstack/react-query";
import { w } from "../../texts/workshop.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { sendAgain } from "../api/queries.ts";
import { WorkshopFailure } from "../frame/workshop-failure.tsx";
import { goTo } from "../place/use-place.ts";
import { asCurl } from "./as-curl.ts";

/** What can be done with a request that the hub sent to the integration. Nothing with the others: they are not ours to send. */
export function ExchangeActions({ exchange, flowKey }: { exchange: Exchange; flowKey: string }) {
  const again = useMutation({
    mutationFn: sendAgain,
    onSuccess: ({ id, flow }) => goTo({ page: "inspector", flow: flow ?? flowKey, exchange: id }),
  });
  if (exchange.from !== "hub" || exchange.to !== "integration") return null;
  return (
    <div className="mt-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          title={w.exchange.againHint}
          busy={again.isPending ? w.exchange.sending : false}
          onClick={() => again.mutate(exchange.id)}
        >
          {w.exchange.again}
        </Button>
        <span title={w.exchange.curlHint}>
          <CopyButton value={asCurl(exchange)} label={w.exchange.curl} />
        </span>
      </div>
      {again.isError ? (
        <div className="mt-3">
          <WorkshopFailure error={again.error} />
        </div>
      ) : null}
    </div>
  );
}
