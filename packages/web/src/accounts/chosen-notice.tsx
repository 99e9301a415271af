import type { LinkedAccountState } from "@joinery/contract";
import { useRef } from "react";
import { t } from "../texts/current.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { Notice } from "../ui/notice.tsx";
import { useRegainFocus } from "../ui/use-regain-focus.ts";
import { type MadeChoice, outcomeOfChoice } from "./choices.ts";

/** Says what came of a choice, with the receipt of what was disconnected by it. */
export function ChosenNotice({ made, state }: { made: MadeChoice; state: LinkedAccountState }) {
  const place = useRef<HTMLDivElement>(null);
  // The form that had the focus goes once the account is no longer pending.
  useRegainFocus(place, state);
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Notice tone="good" live>
        <p className="text-ink">{outcomeOfChoice(made)}</p>
        {made.receiptOf === null ? null : (
          <p className="mt-2.5">
            <ButtonLink size="sm" to="/accounts/$accountId/receipt" params={{ accountId: made.receiptOf }}>
              {t.account.choice.outcome.receipt(made.choice === "cancel" ? made.came : (made.meant ?? made.came))}
            </ButtonLink>
          </p>
        )}
      </Notice>
    </div>
  );
}
