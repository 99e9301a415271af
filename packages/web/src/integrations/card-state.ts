import type { IntegrationCard } from "@joinery/contract/pages";
import type { JointState } from "../ui/joint.tsx";

/** What a card says about an integration in one line. */
export type CardState =
  | { kind: "disabled" }
  | { kind: "attention" }
  | { kind: "consent" }
  | { kind: "none" }
  | { kind: "one"; externalAccountId: string }
  | { kind: "several"; amount: number };

/** Decides what matters most: an integration that is off, an account that needs its owner, one that could do more, then what is linked. */
export function cardStateOf(card: Pick<IntegrationCard, "enabled" | "accounts">): CardState {
  if (!card.enabled) return { kind: "disabled" };
  const live = card.accounts.filter((account) => account.state !== "disconnecting" && account.state !== "gone");
  if (live.some((account) => account.state === "attention" || account.state === "pending"))
    return { kind: "attention" };
  if (live.some((account) => account.needs_consent)) return { kind: "consent" };
  const [first] = live;
  if (first === undefined) return { kind: "none" };
  return live.length === 1
    ? { kind: "one", externalAccountId: first.external_account_id }
    : { kind: "several", amount: live.length };
}

/** The picture for a state. */
export function jointOfCard(state: CardState): JointState {
  switch (state.kind) {
    case "one":
    case "several":
    case "consent":
      return "joined";
    case "attention":
      return "held";
    default:
      return "apart";
  }
}

/** Those with linked accounts first, in the order the hub gave. */
export function splitByLinked(cards: readonly IntegrationCard[]): {
  linked: IntegrationCard[];
  available: IntegrationCard[];
} {
  return {
    linked: cards.filter((card) => card.accounts.length > 0),
    available: cards.filter((card) => card.accounts.length === 0),
  };
}
