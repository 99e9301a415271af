import type { WorkshopConnect, WorkshopConnectOutcome } from "@joinery/contract/workshop";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { w } from "../../texts/workshop.ts";
import { Button } from "../../ui/button.tsx";
import { Rich } from "../../ui/rich.tsx";
import { connectAs, workshopQuery } from "../api/queries.ts";
import { WorkshopFailure } from "../frame/workshop-failure.tsx";
import { PlaceLink } from "../place/place-link.tsx";
import { wordsAtTheEnd } from "./words-at-the-end.ts";

type Variant = NonNullable<WorkshopConnect["forwarded"]>;

const VARIANTS: readonly Variant[] = ["authorization-url", "finish", "service", "callback"];

/** Eve sends Bob a link: which one, and what came of it. The one scene of the panel that is about two people. */
export function ForwardedLink() {
  const id = useId();
  const words = w.panel.forwarded;
  const [variant, setVariant] = useState<Variant>("authorization-url");
  const scene = useMutation({
    mutationFn: (forwarded: Variant) => connectAs({ user: "eve", openedBy: "bob", forwarded }),
  });
  return (
    <div className="mt-3">
      <div className="flex flex-wrap items-end gap-3">
        <label htmlFor={id} className="flex min-w-0 flex-col gap-1 text-ink-2 text-sm max-sm:w-full">
          {words.choose}
          <select
            id={id}
            value={variant}
            onChange={(event) => setVariant(event.target.value as Variant)}
            className="min-h-9 rounded-lg border border-line-strong bg-surface px-2 text-ink"
          >
            {VARIANTS.map((one) => (
              <option key={one} value={one}>
                {words.variants[one]}
              </option>
            ))}
          </select>
        </label>
        <Button size="sm" busy={scene.isPending ? words.running : false} onClick={() => scene.mutate(variant)}>
          {words.run}
        </Button>
      </div>
      <div className="mt-4 empty:hidden">
        {scene.isError ? <WorkshopFailure error={scene.error} /> : null}
        {scene.data === undefined ? null : <Outcome outcome={scene.data} />}
      </div>
    </div>
  );
}

function Outcome({ outcome }: { outcome: WorkshopConnectOutcome }) {
  const words = w.panel.forwarded;
  const { data } = useQuery(workshopQuery);
  const reads = wordsAtTheEnd(outcome, data?.hub ?? "");
  const [linked] = outcome.linked;
  const facts = [
    { label: words.facts.pressed, value: "Eve" },
    { label: words.facts.opened, value: "Bob" },
    { label: words.facts.linked, value: linked?.external_account_id ?? words.nothing },
    { label: words.facts.ended, value: outcome.ended_at },
    { label: words.facts.reads, value: reads === "" ? words.nobody : reads },
  ];
  return (
    <div
      role="status"
      className={`enter rounded-xl px-4 py-3.5 ${linked === undefined ? "bg-good-soft" : "bg-bad-soft"}`}
    >
      {linked === undefined ? (
        <p className="font-semibold text-good">{words.safe}</p>
      ) : (
        <>
          <p className="text-bad">
            <Rich phrase={words.unsafe(linked.external_account_id)} />
          </p>
          <p className="text-ink-2 text-sm">{words.unsafeWhy}</p>
        </>
      )}
      <dl className="mt-2.5 space-y-1 text-sm">
        {facts.map(({ label, value }) => (
          <div key={label} className="grid gap-x-4 sm:grid-cols-[9.5rem_minmax(0,1fr)]">
            <dt className="text-ink-2">{label}</dt>
            <dd className="whitespace-pre-line break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {outcome.flow === null ? null : (
        <PlaceLink
          to={{ page: "inspector", flow: outcome.flow }}
          className="mt-2.5 inline-block text-accent-ink text-sm underline underline-offset-4"
        >
          {words.toFlow}
        </PlaceLink>
      )}
    </div>
  );
}
