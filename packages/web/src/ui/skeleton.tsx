import { useEffect, useState } from "react";
import { t } from "../texts/current.ts";
import { classNames } from "./class-names.ts";

const SLOW_AFTER_MILLISECONDS = 4_000;

/** A grey bar in the place of text that is on its way. */
export function Bar({ className }: { className: string }) {
  return <span aria-hidden="true" className={classNames("skeleton block", className)} />;
}

/** Says that something loads, and after some seconds that it takes long. Sizes are those of the real thing: nothing jumps. */
export function Loading({ children }: { children: React.ReactNode }) {
  const slow = useAfter(SLOW_AFTER_MILLISECONDS);
  return (
    <div aria-busy="true">
      <p role="status" className={slow ? "mb-4 text-ink-2" : "sr-only"}>
        {slow ? t.general.slow : t.general.loading}
      </p>
      {children}
    </div>
  );
}

/** Becomes true some time after the component appeared. */
export function useAfter(milliseconds: number): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return over;
}
