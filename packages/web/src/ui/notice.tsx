import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const TONES = {
  plain: "border-line bg-surface",
  warn: "border-warn-line bg-warn-soft",
  bad: "border-bad-line bg-bad-soft",
  good: "border-transparent bg-good-soft",
};

const TITLES = { plain: "text-ink", warn: "text-warn", bad: "text-bad", good: "text-good" };

export interface NoticeProps {
  tone?: keyof typeof TONES;
  title?: string;
  children?: ReactNode;
  /** Read out as soon as it appears. */
  live?: boolean;
}

/** Something to know, in place. */
export function Notice({ tone = "plain", title, children, live = false }: NoticeProps) {
  return (
    <div role={live ? "status" : undefined} className={classNames("enter rounded-xl border px-4 py-3", TONES[tone])}>
      {title === undefined ? null : <p className={classNames("font-semibold", TITLES[tone])}>{title}</p>}
      <div className="text-ink-2">{children}</div>
    </div>
  );
}
