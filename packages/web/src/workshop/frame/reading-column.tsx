import type { ReactNode } from "react";

/** The column of pages that are read from top to bottom. */
export function ReadingColumn({ children }: { children: ReactNode }) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="enter mx-auto w-full max-w-[48rem] flex-1 px-4 pt-8 pb-24 sm:px-6 sm:pt-12"
    >
      {children}
    </main>
  );
}
