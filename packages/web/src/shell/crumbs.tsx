import { Link, type LinkProps } from "@tanstack/react-router";
import { t } from "../texts/current.ts";

export interface Crumb {
  label: string;
  link: LinkProps;
}

/** The way back up, above the heading. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={t.general.breadcrumb} className="mb-5">
      <ol className="flex flex-wrap items-center gap-x-2 text-ink-2 text-sm">
        {crumbs.map((crumb, index) => (
          <li key={crumb.label} className="flex items-center gap-2">
            {index === 0 ? <span aria-hidden="true">←</span> : <span aria-hidden="true">/</span>}
            <Link {...crumb.link} className="rounded py-1 underline-offset-4 hover:text-ink hover:underline">
              {crumb.label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
