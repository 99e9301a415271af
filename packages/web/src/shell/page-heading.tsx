import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../texts/current.ts";
import { takeNewPage } from "./focus-memory.ts";

export interface PageHeadingProps {
  /** For the browser's tab. */
  title: string;
  children?: ReactNode;
  className?: string;
}

/** The h1 of a page: names the tab, and takes the focus after a change of page, so that it is read out. */
export function PageHeading({ title, children, className }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = t.general.title(title);
  }, [title]);

  useEffect(() => {
    if (takeNewPage()) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <h1
      ref={heading}
      tabIndex={-1}
      className={className ?? "break-words font-semibold text-[1.8rem] leading-tight tracking-[-0.018em]"}
    >
      {children ?? title}
    </h1>
  );
}
