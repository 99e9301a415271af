import type { DeliveryRow } from "@joinery/contract/pages";
import { t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";

const TONES = { waiting: "warn", delivered: "good", failed: "bad" } as const;

/** How a delivery stands, in a word. */
export function DeliveryBadge({ state }: { state: DeliveryRow["state"] }) {
  return <Badge tone={TONES[state]}>{t.events.deliveries.states[state]}</Badge>;
}
