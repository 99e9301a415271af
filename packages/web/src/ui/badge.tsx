import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const TONES = {
  plain: "bg-sunken text-ink-2 border-line",
  good: "bg-good-soft text-good border-transparent",
  warn: "bg-warn-soft text-warn border-warn-line",
  bad: "bg-bad-soft text-bad border-bad-line",
  accent: "bg-accent-soft text-accent-ink border-transparent",
};

/** A word that marks a thing. */
export function Badge({
  tone = "plain",
  title,
  children,
}: {
  tone?: keyof typeof TONES;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={classNames(
        "inline-flex items-center whitespace-nowrap rounded-full border px-2 py-px font-medium text-[0.8rem]",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
