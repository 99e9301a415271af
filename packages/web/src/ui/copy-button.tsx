import { useEffect, useState } from "react";
import { t } from "../texts/current.ts";
import { Button } from "./button.tsx";

const CONFIRMATION_MILLISECONDS = 2_000;

export interface CopyButtonProps {
  value: string;
  /** Names the value for people who don't see where the button stands. */
  what?: string;
  /** On the button; "Copy" unless given. */
  label?: string;
}

/** Copies a value and says so. */
export function CopyButton({ value, what, label = t.general.copy }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), CONFIRMATION_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setOutcome("copied"),
      () => setOutcome("failed"),
    );
  };

  return (
    <span className="inline-flex items-center gap-2">
      <Button size="sm" onClick={copy} className="min-w-20">
        {outcome === "copied" ? <Tick /> : null}
        {outcome === "copied" ? t.general.copied : label}
        {what === undefined ? null : <span className="sr-only">{what}</span>}
      </Button>
      <span role="status" className={outcome === "failed" ? "text-bad text-sm" : "sr-only"}>
        {outcome === "copied" ? t.general.copied : null}
        {outcome === "failed" ? t.general.copyFailed : null}
      </span>
    </span>
  );
}

export function Tick() {
  return (
    <svg viewBox="0 0 16 16" className="size-4 shrink-0 text-good" aria-hidden="true">
      <path
        d="m3 8.5 3.3 3.3L13 5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
