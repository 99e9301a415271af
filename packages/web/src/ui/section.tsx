import { type ReactNode, useId } from "react";

export interface SectionProps {
  title: string;
  lead?: ReactNode;
  /** Stands at the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its heading. */
export function Section({ title, lead, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-10">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="max-w-prose">
          <h2 id={id} className="font-semibold text-[1.0667rem] tracking-tight">
            {title}
          </h2>
          {lead === undefined ? null : <p className="mt-0.5 text-ink-2">{lead}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A quiet frame for rows and forms. */
export function Panel({ children, className = "" }: { children: ReactNode; className?: string }) {
  return <div className={`rounded-2xl border border-line bg-surface shadow-card ${className}`}>{children}</div>;
}

/** What stands where nothing is yet, and what to do about it. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="rounded-2xl border border-line-strong border-dashed px-6 py-12 text-center">
      <p className="font-semibold text-lg tracking-tight">{title}</p>
      <div className="mx-auto mt-1 max-w-md text-ink-2">{children}</div>
      {action === undefined ? null : <div className="mt-5">{action}</div>}
    </div>
  );
}
