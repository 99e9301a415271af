import { type ReactNode, useEffect, useRef } from "react";
import { takeNewPage } from "../../shell/focus-memory.ts";
import { w } from "../../texts/workshop.ts";

interface WorkshopHeadingProps {
  /** For the browser's tab. */
  title: string;
  children?: ReactNode;
  /** Where the page shows by itself what it is. */
  isUnseen?: boolean;
}

/** The h1 of a page of the workshop: names the tab, and takes the focus after a change of page, so that it is read out. */
export function WorkshopHeading({ title, children, isUnseen = false }: WorkshopHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = w.title(title);
  }, [title]);

  useEffect(() => {
    if (takeNewPage()) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <h1
      ref={heading}
      tabIndex={-1}
      className={isUnseen ? "sr-only" : "break-words font-semibold text-[1.8rem] leading-tight tracking-[-0.018em]"}
    >
      {children ?? title}
    </h1>
  );
}
