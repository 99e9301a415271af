import { classNames } from "../../ui/class-names.ts";

/** Drawn beside words that say the same: a check that passed. */
export function Hook({ className }: { className?: string }) {
  return <Stroke path="m3 8.5 3.3 3.3L13 5" className={classNames("text-good", className)} />;
}

/** Drawn beside words that say the same: a check that failed. */
export function Cross({ className }: { className?: string }) {
  return <Stroke path="m4 4 8 8m0-8-8 8" className={classNames("text-bad", className)} />;
}

function Stroke({ path, className }: { path: string; className: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`size-3.5 shrink-0 ${className}`} aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
