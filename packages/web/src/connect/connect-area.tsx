import type { ConnectObstacle } from "@joinery/contract/pages";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../texts/current.ts";
import { Button, type ButtonLook } from "../ui/button.tsx";
import type { JointState } from "../ui/joint.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { useAfter } from "../ui/skeleton.tsx";
import type { ConnectState } from "./connect-state.ts";
import { OutcomeControls } from "./outcome-controls.tsx";
import { wordsForOutcome } from "./outcome-words.ts";
import { PartyPanel } from "./party-panel.tsx";
import { type ConnectTarget, useConnect } from "./use-connect.ts";
import { WaitControls, wordsForWaiting } from "./wait-controls.tsx";

interface ConnectAreaProps {
  target: ConnectTarget;
  obstacle: ConnectObstacle | null;
  /** More about the obstacle than its sentence. */
  obstacleDetail?: ReactNode;
  label: string;
  look?: ButtonLook;
  /** Whether somebody came to this page for this button. */
  takesFocus?: boolean;
}

/** The Connect button, and in its place everything that can follow from pressing it. */
export function ConnectArea({
  target,
  obstacle,
  obstacleDetail,
  label,
  look = "primary",
  takesFocus = false,
}: ConnectAreaProps) {
  const connecting = useConnect(target);
  const { state } = connecting;
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (takesFocus) button.current?.focus();
  }, [takesFocus]);

  if (state.step === "waiting" || state.step === "ended") {
    const words =
      state.step === "waiting" ? wordsForWaiting(state, target.name) : wordsForOutcome(state.outcome, target.name);
    return (
      <div className="mt-7">
        <PartyPanel picture={pictureOf(state)} integration={target} title={words.title} body={words.body}>
          {state.step === "waiting" ? (
            <WaitControls state={state} target={target} onCancel={connecting.cancel} onDismiss={connecting.dismiss} />
          ) : (
            <OutcomeControls
              outcome={state.outcome}
              target={target}
              onAgain={connecting.press}
              onDismiss={connecting.dismiss}
            />
          )}
        </PartyPanel>
      </div>
    );
  }
  return (
    <div className="mt-7 space-y-4">
      {state.step === "failed" ? <RefusalNotice error={state.refusal} integrationName={target.name} /> : null}
      <Button
        ref={button}
        look={look}
        size={look === "primary" ? "lg" : "md"}
        disabled={obstacle !== null}
        busy={state.step === "asking" ? t.connect.asking(target.name) : false}
        onClick={connecting.press}
      >
        {label}
      </Button>
      {state.step === "asking" ? <Patience name={target.name} /> : null}
      {obstacle === null ? null : (
        <div className="max-w-prose text-ink-2">
          {obstacleDetail ?? <p>{t.problems.sentence({ code: obstacle, message: "" }, target.name)}</p>}
        </div>
      )}
    </div>
  );
}

function pictureOf(state: Extract<ConnectState, { step: "waiting" | "ended" }>): JointState {
  if (state.step === "waiting") return "held";
  if (state.outcome.kind !== "completed") return "parted";
  return state.outcome.remark === "choice_needed" ? "held" : "joined";
}

const PATIENCE_MILLISECONDS = 4_000;

function Patience({ name }: { name: string }) {
  const slow = useAfter(PATIENCE_MILLISECONDS);
  return (
    <p role="status" className="text-ink-2">
      {slow ? t.connect.askingSlow(name) : null}
    </p>
  );
}
