import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "../texts/current.ts";
import { type Phrase, plainText } from "../texts/phrase.ts";
import { Button, type ButtonLook } from "./button.tsx";
import { Rich } from "./rich.tsx";

export interface ConfirmDialogProps {
  open: boolean;
  question: Phrase;
  children: ReactNode;
  confirm: string;
  /** What stays as it is when one changes one's mind. */
  keep?: string;
  look?: ButtonLook;
  busy?: string | false;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that can't be undone. The native dialog: it traps the focus, closes on Escape, needs no style of its own. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { open, busy, onClose } = props;

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);

  const isBusy = typeof busy === "string";
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      // Escape is a wish like the button's: the state decides, and the dialog follows at once.
      onCancel={(event) => {
        event.preventDefault();
        if (!isBusy) onClose();
      }}
      // A browser may insist on closing; then the state follows the dialog.
      onClose={() => {
        if (open && dialog.current?.open !== true) onClose();
      }}
      className="dialog m-auto w-[min(30rem,calc(100vw-2rem))] rounded-2xl border border-line bg-surface p-6 text-ink shadow-lift sm:p-7"
    >
      <h2
        id={titleId}
        aria-label={plainText(props.question)}
        className="font-semibold text-xl leading-snug tracking-tight"
      >
        <Rich phrase={props.question} />
      </h2>
      <div className="mt-3 space-y-3 text-ink-2">{props.children}</div>
      <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button onClick={onClose} disabled={isBusy}>
          {props.keep ?? t.general.cancel}
        </Button>
        <Button look={props.look ?? "destroy"} busy={busy} onClick={props.onConfirm}>
          {props.confirm}
        </Button>
      </div>
    </dialog>
  );
}
