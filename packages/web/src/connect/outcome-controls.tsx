import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { ButtonLink } from "../ui/button-link.tsx";
import type { Outcome } from "./connect-state.ts";
import type { ConnectTarget } from "./use-connect.ts";

/** Long enough to see the two pieces meet. */
const SETTLE_MILLISECONDS = 1_100;

interface OutcomeControlsProps {
  outcome: Outcome;
  target: ConnectTarget;
  onAgain: () => void;
  onDismiss: () => void;
}

/** What follows when the connect has ended. When it succeeded the account page comes by itself. */
export function OutcomeControls({ outcome, target, onAgain, onDismiss }: OutcomeControlsProps) {
  const accountId = outcome.kind === "completed" ? outcome.linkedAccountId : null;
  const navigate = useNavigate();

  useEffect(() => {
    if (accountId === null) return;
    // A repaired account shows the outcome on its own page, where one is already.
    const isHere = accountId === target.reconnect;
    const delay = isHere || document.visibilityState === "hidden" ? 0 : SETTLE_MILLISECONDS;
    const timer = setTimeout(() => {
      void navigate({
        to: "/accounts/$accountId",
        params: { accountId },
        state: { justLinked: true },
        replace: isHere,
      });
    }, delay);
    return () => clearTimeout(timer);
  }, [accountId, target.reconnect, navigate]);

  return (
    <div className="mt-5 flex flex-wrap gap-2">
      {outcome.kind === "completed" ? null : (
        <Button look="primary" onClick={onAgain}>
          {t.connect.startAgain}
        </Button>
      )}
      {accountId === null ? (
        <Button look="quiet" onClick={onDismiss}>
          {t.connect.dismiss}
        </Button>
      ) : (
        <ButtonLink look="primary" to="/accounts/$accountId" params={{ accountId }}>
          {t.connect.completed.action}
        </ButtonLink>
      )}
    </div>
  );
}
