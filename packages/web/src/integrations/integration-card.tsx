import type { IntegrationCard } from "@joinery/contract/pages";
import { Link } from "@tanstack/react-router";
import { format, t } from "../texts/current.ts";
import { classNames } from "../ui/class-names.ts";
import { IconTile } from "../ui/icon-tile.tsx";
import { JointGlyph } from "../ui/joint.tsx";
import { type CardState, cardStateOf, jointOfCard } from "./card-state.ts";

/** A card of *Manage integrations*: icon, name, and whether something is linked. The whole card leads to the page. */
export function Card({ card }: { card: IntegrationCard }) {
  const state = cardStateOf(card);
  return (
    <Link
      to="/integrations/$serviceId"
      params={{ serviceId: card.service_id }}
      className="group flex h-full flex-col rounded-2xl border border-line bg-surface shadow-card transition-shadow hover:border-line-strong hover:shadow-lift"
    >
      <span className="flex flex-1 gap-4 p-5">
        <IconTile name={card.name} iconUrl={card.icon_url} />
        <span className="min-w-0">
          <span className="block break-words font-semibold text-[1.0667rem] tracking-tight">{card.name}</span>
          <span className="mt-0.5 line-clamp-3 text-ink-2">{card.description}</span>
        </span>
      </span>
      <span className="flex min-h-12 items-center gap-2.5 border-line border-t px-5 py-2.5 text-[0.9333rem]">
        <JointGlyph state={jointOfCard(state)} />
        <span
          className={classNames(
            "min-w-0 truncate",
            state.kind === "attention" ? "font-medium text-warn" : "text-ink-2",
          )}
        >
          {wordsOf(state)}
        </span>
        <span
          aria-hidden="true"
          className="ml-auto text-ink-3 transition-transform group-hover:translate-x-0.5 motion-reduce:transition-none"
        >
          →
        </span>
      </span>
    </Link>
  );
}

function wordsOf(state: CardState): string {
  switch (state.kind) {
    case "one":
      return state.externalAccountId;
    case "several":
      return format.count(state.amount, t.integrations.state.accounts);
    default:
      return t.integrations.state[state.kind];
  }
}
