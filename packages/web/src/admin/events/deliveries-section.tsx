import type { DeliveryRow } from "@joinery/contract/pages";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Changes } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { EventList, type EventRow } from "../../ui/event-list.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Empty, Section } from "../../ui/section.tsx";
import { Ago } from "../../ui/time.tsx";
import { WhenLoaded } from "../admin-page.tsx";
import { LoadMore } from "../load-more.tsx";
import { DeliveryBadge } from "./delivery-badge.tsx";
import { deliveriesQuery, replayDelivery } from "./queries.ts";

const words = t.events.deliveries;

/** As long as something waits, the log looks again by itself. */
const LOOK_AGAIN_MILLISECONDS = 4_000;

/** What was sent to an endpoint, with every attempt, and the way to send it again. */
export function DeliveriesSection({ endpointId }: { endpointId: string }) {
  const deliveries = useInfiniteQuery({
    ...deliveriesQuery(endpointId),
    refetchOnMount: "always",
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.rows.some((row) => row.state === "waiting") ? LOOK_AGAIN_MILLISECONDS : false,
  });
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: (row: DeliveryRow) => replayDelivery(row.delivery_id),
    onSettled: () => queries.invalidateQueries({ queryKey: deliveriesQuery(endpointId).queryKey }),
  });
  return (
    <Section title={words.title} lead={words.lead}>
      <p role="status" className="mb-3 text-good empty:hidden">
        {replay.isSuccess ? words.sent : null}
      </p>
      {replay.isError ? (
        <div className="mb-3">
          <RefusalNotice error={replay.error} />
        </div>
      ) : null}
      <WhenLoaded query={deliveries}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.empty.title}>{words.empty.body}</Empty>;
          const busy = replay.isPending ? replay.variables.delivery_id : undefined;
          return (
            <EventList caption={words.title} rows={rows.map((row) => toEvent(row, busy, () => replay.mutate(row)))} />
          );
        }}
      </WhenLoaded>
      <LoadMore query={deliveries} />
    </Section>
  );
}

function toEvent(row: DeliveryRow, busy: string | undefined, onReplay: () => void): EventRow {
  const last = row.attempts.at(-1);
  const line = [
    row.replay ? words.replayed : null,
    row.state !== "delivered" && last?.problem ? words.problems[last.problem] : null,
    row.state === "waiting" && row.next_attempt_at !== null ? words.next(format.dateTime(row.next_attempt_at)) : null,
  ].filter((part) => part !== null);
  return {
    key: row.delivery_id,
    title: t.events.types[row.type],
    ...(line.length === 0 ? {} : { line: line.join(" · ") }),
    aside: (
      <span className="flex items-baseline gap-3 sm:justify-end">
        <DeliveryBadge state={row.state} />
        <span className="sm:w-32 sm:text-right">
          <Ago at={row.created_at} />
        </span>
      </span>
    ),
    values: [
      { label: words.labels.event, value: row.event_id, copy: true },
      ...(row.account_id === null ? [] : [{ label: words.labels.account, value: row.account_id, copy: true }]),
      { label: words.labels.sequence, value: String(row.sequence), copy: false },
      ...row.attempts.map((attempt) => ({ label: words.attempt(attempt.number), value: saidOf(attempt), copy: false })),
    ],
    links: (
      <Changes>
        <Button
          size="sm"
          busy={busy === row.delivery_id ? words.replaying : false}
          aria-label={
            busy === row.delivery_id ? undefined : words.replayLabel(row.type, format.dateTime(row.created_at))
          }
          onClick={onReplay}
        >
          {words.replay}
        </Button>
      </Changes>
    ),
  };
}

function saidOf(attempt: DeliveryRow["attempts"][number]): string {
  const answer = attempt.status === null ? words.noAnswer : words.answered(attempt.status);
  return `${format.exactTime(attempt.at)}: ${answer}, ${format.duration(attempt.duration_ms)}`;
}
