import type { Receipt } from "@joinery/contract";
import type { AccountView } from "@joinery/contract/pages";

type Broken = NonNullable<AccountView["account"]["attention_reason"]>;

/** What a person is told about links of theirs, without having asked. */
export const notices = {
  title: "What happened to your links",
  mark: { one: "notice", other: "notices" },
  broken: {
    title: (id: string, integration: string) => `${id} in ${integration} needs you`,
    reasons: {
      requires_reauthentication: (name) => `${name} no longer accepts the permission you gave. Nothing is lost.`,
      rotation_lost: (name) => `We lost touch with ${name} while renewing your access. Nobody else has it.`,
    } satisfies Record<Broken, (name: string) => string>,
    other: (name: string) => `${name} can't use this account any more. Nothing is lost.`,
    action: "Reconnect",
  },
  removed: {
    title: (id: string, integration: string) => `${id} was disconnected from ${integration}`,
    causes: {
      person: () => "You asked for it.",
      administrator: () => "An administrator disconnected it.",
      offboarding: () => "That happened because your access here was switched off.",
      replaced: () => "You put another account in its place.",
      cancelled: () => "It came back instead of the account you meant, and you did not keep it.",
      integration: (name) => `${name} removed it itself.`,
    } satisfies Record<Receipt["cause"], (name: string) => string>,
    other: () => "You did not do this yourself.",
    action: "See the receipt",
  },
  dismiss: "Dismiss",
};
