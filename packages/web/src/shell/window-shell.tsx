import type { ReactNode } from "react";
import { t } from "../texts/current.ts";
import { Mark } from "../ui/mark.tsx";
import { OfflineBanner } from "./offline-banner.tsx";

/** The frame of pages that stand alone: signing in, and the window of a connect. No navigation, one thing to do. */
export function WindowShell({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <OfflineBanner />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-[27rem] flex-1 flex-col justify-center px-5 py-12"
      >
        {children}
      </main>
      <footer className="flex items-center justify-center gap-2 pb-8 text-ink-3 text-sm">
        <Mark className="size-4" /> {t.general.product}
      </footer>
    </div>
  );
}
