import { type ReactNode, useEffect, useRef } from "react";
import { takeNewPage } from "../../shell/focus-memory.ts";
import { w } from "../../texts/workshop.ts";

/** The h1 of a page of the workshop: names the tab, and takes the focus after a change of page, so that it is read out. */
export function WorkshopHeading({ title, children }: { title: string; children?: ReactNode }) {
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
      className="break-words font-semibold text-[1.8rem] leading-tight tracking-[-0.018em]"
    >
      {children ?? title}
    </h1>
  );
}
