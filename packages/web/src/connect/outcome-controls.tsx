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
  const remark = outcome.kind === "completed" ? outcome.remark : null;
  const navigate = useNavigate();

  useEffect(() => {
    // What nobody expects stays to be read until somebody goes on.
    if (accountId === null || remark === "another_account") return;
    // A repaired account shows the outcome on its own page, where one is already.
    const isHere = accountId === target.reconnect;
    const delay = isHere || document.visibilityState === "hidden" ? 0 : SETTLE_MILLISECONDS;
    const timer = setTimeout(() => {
      void navigate({
        to: "/accounts/$accountId",
        params: { accountId },
        state: { justLinked: remark === null },
        replace: isHere,
      });
    }, delay);
    return () => clearTimeout(timer);
  }, [accountId, remark, target.reconnect, navigate]);

  const mayGoOn = outcome.kind !== "completed" || remark === "another_account";
  return (
    <div className="mt-5 flex flex-wrap gap-2">
      {mayGoOn ? (
        <Button look="primary" onClick={onAgain}>
          {t.connect.startAgain}
        </Button>
      ) : null}
      {accountId === null ? (
        <Button look="quiet" onClick={onDismiss}>
          {t.connect.dismiss}
        </Button>
      ) : (
        <ButtonLink look={mayGoOn ? "secondary" : "primary"} to="/accounts/$accountId" params={{ accountId }}>
          {remark === null ? t.connect.completed.action : t.connect.remarks[remark].action}
        </ButtonLink>
      )}
    </div>
  );
}
