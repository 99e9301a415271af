import type { PendingChoice } from "@joinery/contract/pages";
import { t } from "../texts/current.ts";

/** The two accounts that a choice is about, as people recognise them. */
export interface ChoiceParties {
  /** The one that came back. */
  came: string;
  /** The one that was to be repaired; null when it has been removed meanwhile. */
  meant: string | null;
  integration: string;
}

export interface ChoiceWords {
  value: PendingChoice;
  title: string;
  body: string;
}

/** What can be chosen, and what each does. With nothing left to replace, the account is added or not. */
export function choicesFor({ came, meant, integration }: ChoiceParties): ChoiceWords[] {
  const words = t.account.choice;
  if (meant === null) {
    return [
      { value: "add", title: words.use.title(came), body: words.use.body(integration) },
      { value: "cancel", title: words.drop.title(came), body: words.drop.body },
    ];
  }
  return [
    { value: "replace", title: words.replace.title(came, meant), body: words.replace.body(came, meant) },
    { value: "add", title: words.add.title, body: words.add.body(came, meant) },
    { value: "cancel", title: words.cancel.title(came), body: words.cancel.body(came, meant) },
  ];
}

/** A choice that was made, kept in the browser's history to be told on the page that follows. */
export interface MadeChoice extends ChoiceParties {
  choice: PendingChoice;
  /** The account that was disconnected by it. */
  receiptOf: string | null;
}

/** What came of a choice, in one sentence. */
export function outcomeOfChoice({ choice, came, meant }: MadeChoice): string {
  const words = t.account.choice.outcome;
  if (choice === "cancel") return words.cancel(came);
  return choice === "replace" && meant !== null ? words.replace(came, meant) : words.add(came);
}
