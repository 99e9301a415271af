import type { Exchange } from "@joinery/contract/workshop";
import { useEffect, useEffectEvent, useRef } from "react";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { Button } from "../../ui/button.tsx";
import { StatusText } from "../timeline/status-text.tsx";
import { CheckList } from "./check-list.tsx";
import { ClaimList } from "./claim-list.tsx";
import { claimsOf } from "./claims.ts";
import { ExchangeActions } from "./exchange-actions.tsx";
import { FakeNotice } from "./fake-notice.tsx";
import { MessageView } from "./message-view.tsx";

interface ExchangePaneProps {
  /** Undefined when it is no longer kept. */
  exchange: Exchange | undefined;
  flowKey: string;
  onClose: () => void;
}

/** One exchange in full. Escape closes it and gives the focus back to its row. */
export function ExchangePane({ exchange, flowKey, onClose }: ExchangePaneProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = exchange?.id;
  const close = () => {
    onClose();
    requestAnimationFrame(() => findRow(id)?.focus());
  };
  const closeNow = useEffectEvent(close);

  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) closeNow();
    };
    document.addEventListener("keydown", closeOnEscape);
    return () => document.removeEventListener("keydown", closeOnEscape);
  }, []);

  // Where there is room, the focus stays on the row, so that the arrows go on from there.
  useEffect(() => {
    if (findRow(id)?.checkVisibility() !== true) heading.current?.focus({ preventScroll: true });
  }, [id]);

  const title = exchange?.step ?? w.exchange.gone.title;
  return (
    <section aria-label={title} className="px-4 pt-4 pb-16 sm:px-6">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2
            ref={heading}
            tabIndex={-1}
            className="font-semibold text-[1.2rem] leading-tight tracking-tight outline-none"
          >
            {title}
          </h2>
          {exchange === undefined ? null : <Summary exchange={exchange} />}
        </div>
        <Button size="sm" look="quiet" onClick={close}>
          {w.exchange.close}
        </Button>
      </div>
      {exchange === undefined ? (
        <p className="mt-2 text-ink-2">{w.exchange.gone.body}</p>
      ) : (
        <Parts exchange={exchange} flowKey={flowKey} />
      )}
    </section>
  );
}

function findRow(id: string | undefined): HTMLElement | null {
  return document.querySelector<HTMLElement>(`a[data-row="${CSS.escape(id ?? "")}"]`);
}

function Summary({ exchange }: { exchange: Exchange }) {
  const { from, to, duration_ms: duration } = exchange;
  return (
    <p className="mt-1 flex flex-wrap gap-x-2.5 text-ink-2 text-sm tabular-nums">
      <span>{w.timeline.way(from, to)}</span>
      <StatusText exchange={exchange} />
      {duration === null ? null : <span>{format.duration(duration)}</span>}
      <span className="text-ink-3">{format.exactTime(exchange.at)}</span>
    </p>
  );
}

function Parts({ exchange, flowKey }: { exchange: Exchange; flowKey: string }) {
  const claims = claimsOf(exchange.request.headers);
  return (
    <>
      <ExchangeActions exchange={exchange} flowKey={flowKey} />
      {exchange.fault === null ? null : <FakeNotice fault={exchange.fault} />}
      {exchange.checks.length === 0 ? null : <CheckList checks={exchange.checks} />}
      <MessageView
        title={w.exchange.request}
        line={`${exchange.request.method} ${exchange.request.url}`}
        message={exchange.request}
      />
      {claims === undefined ? null : <ClaimList claims={claims} />}
      <Answer exchange={exchange} />
      <p className="mt-8 text-ink-3 text-sm">{w.exchange.masked}</p>
    </>
  );
}

function Answer({ exchange: { response, failure } }: { exchange: Exchange }) {
  if (response !== null) {
    return <MessageView title={w.exchange.answer} line={`${response.status}`} message={response} />;
  }
  return (
    <div className="mt-8">
      <h3 className="font-semibold">{w.exchange.answer}</h3>
      {failure === null ? (
        <p className="mt-1 text-ink-2">{w.exchange.waiting}</p>
      ) : (
        <p className="mt-1 break-words text-bad">
          {w.exchange.noAnswer}: {failure}
        </p>
      )}
    </div>
  );
}
