import { useState } from "react";
import { t } from "../texts/current.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { useAfter } from "../ui/skeleton.tsx";
import { type ConnectState, mayCancel } from "./connect-state.ts";
import type { ConnectTarget } from "./use-connect.ts";

type Waiting = Extract<ConnectState, { step: "waiting" }>;

const SLOW_AFTER_MILLISECONDS = 45_000;
const UNKNOWN_AFTER_MILLISECONDS = 20_000;

/** What to do while waiting: when the window was blocked, closed, or went out of sight. */
export function WaitControls({
  state,
  target,
  onCancel,
  onDismiss,
}: {
  state: Waiting;
  target: ConnectTarget;
  onCancel: () => Promise<void>;
  onDismiss: () => void;
}) {
  const [cancelling, setCancelling] = useState(false);
  const slow = useAfter(SLOW_AFTER_MILLISECONDS);

  const cancel = () => {
    setCancelling(true);
    void onCancel().finally(() => setCancelling(false));
  };

  if (!mayCancel(state.progress)) return <UnknownOutcome name={target.name} onDismiss={onDismiss} />;
  return (
    <div className="mt-5">
      {state.blocked ? null : (
        <p className="mb-2.5 text-ink-2 text-sm">{slow ? t.connect.waiting.slow : t.connect.waiting.help}</p>
      )}
      <div className="flex flex-wrap gap-2">
        <a
          href={state.waiting.authorizationUrl}
          target="_blank"
          rel="noopener noreferrer"
          className={buttonClass(state.blocked ? "primary" : "secondary")}
        >
          {state.blocked ? t.connect.blocked.open(target.name) : t.connect.waiting.again}
        </a>
        <Button look="quiet" busy={cancelling ? t.connect.cancelling : false} onClick={cancel}>
          {t.connect.cancel}
        </Button>
      </div>
    </div>
  );
}

/** The last step is the integration's, and nobody can stop it; when no word of it comes, people are told so. */
function UnknownOutcome({ name, onDismiss }: { name: string; onDismiss: () => void }) {
  const unknown = useAfter(UNKNOWN_AFTER_MILLISECONDS);
  return (
    <div className="mt-5" role="status">
      {unknown ? (
        <>
          <p className="mb-2.5 text-ink-2 text-sm">{t.connect.finishing.unknown(name)}</p>
          <Button look="secondary" onClick={onDismiss}>
            {t.connect.dismiss}
          </Button>
        </>
      ) : null}
    </div>
  );
}

/** What people read while they wait. */
export function wordsForWaiting(state: Waiting, name: string): { title: string; body: string } {
  if (!mayCancel(state.progress)) return { title: t.connect.finishing.title, body: t.connect.finishing.body(name) };
  if (state.blocked) return { title: t.connect.blocked.title, body: t.connect.blocked.body(name) };
  return { title: t.connect.waiting.title, body: t.connect.waiting.body(name) };
}
