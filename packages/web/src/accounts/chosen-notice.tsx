import { useRef } from "react";
import { t } from "../texts/current.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { Notice } from "../ui/notice.tsx";
import { useRegainFocus } from "../ui/use-regain-focus.ts";
import { type MadeChoice, outcomeOfChoice } from "./choices.ts";

/** Says what came of a choice, with the receipt of what was disconnected by it. */
export function ChosenNotice({ made }: { made: MadeChoice }) {
  const place = useRef<HTMLDivElement>(null);
  useRegainFocus(place, made.choice);
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
