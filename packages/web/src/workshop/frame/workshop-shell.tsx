import type { ReactNode } from "react";
import { SkipLink } from "../../shell/skip-link.tsx";
import { w } from "../../texts/workshop.ts";
import { Badge } from "../../ui/badge.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Mark } from "../../ui/mark.tsx";
import { CheckPage } from "../explain/check-page.tsx";
import { ChecksPage } from "../explain/checks-page.tsx";
import { ProblemPage } from "../explain/problem-page.tsx";
import { ProblemsPage } from "../explain/problems-page.tsx";
import { FaultsPage } from "../faults/faults-page.tsx";
import { InspectorPage } from "../flows/inspector-page.tsx";
import type { Place } from "../place/place.ts";
import { PlaceLink } from "../place/place-link.tsx";
import { usePlace } from "../place/use-place.ts";
import { FakeBanner } from "./fake-banner.tsx";
import { NothingHere } from "./nothing-here.tsx";

const AREAS = [
  { to: { page: "inspector" }, covers: ["inspector"] },
  { to: { page: "faults" }, covers: ["faults"] },
  { to: { page: "checks" }, covers: ["checks", "check"] },
  { to: { page: "problems" }, covers: ["problems", "problem"] },
] as const;

/** The frame of the workshop's pages. The inspector fills the window and scrolls in its panes; the others are pages. */
export function WorkshopShell() {
  const place = usePlace();
  return (
    <div className={classNames("flex min-h-dvh flex-col", place.page === "inspector" && "lg:h-dvh")}>
      <SkipLink />
      <FakeBanner />
      <header className="border-line border-b bg-surface">
        <div className="flex min-h-14 flex-wrap items-center gap-x-5 gap-y-1 px-4 py-2 sm:px-6">
          <PlaceLink
            to={{ page: "inspector" }}
            className="flex items-center gap-2.5 rounded-lg font-semibold tracking-tight"
          >
            <Mark className="size-6 shrink-0" />
            {w.name}
          </PlaceLink>
          <Badge tone="warn" title={w.fakeHint}>
            {w.fake}
          </Badge>
          <nav aria-label={w.navigation} className="flex items-center gap-0.5 text-sm max-sm:-mx-2.5 max-sm:w-full">
            {AREAS.map(({ to, covers }) => (
              <PlaceLink
                key={to.page}
                to={to}
                aria-current={(covers as readonly string[]).includes(place.page) ? "page" : undefined}
                className="rounded-lg px-2.5 py-1.5 text-ink-2 hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                {w.pages[to.page]}
              </PlaceLink>
            ))}
          </nav>
        </div>
      </header>
      {pageOf(place)}
    </div>
  );
}

function pageOf(place: Place): ReactNode {
  switch (place.page) {
    case "inspector":
      return <InspectorPage place={place} />;
    case "faults":
      return <FaultsPage />;
    case "checks":
      return <ChecksPage />;
    case "check":
      return <CheckPage key={place.id} id={place.id} />;
    case "problems":
      return <ProblemsPage />;
    case "problem":
      return <ProblemPage key={place.code} code={place.code} />;
    case "nothing":
      return <NothingHere words={w.nothing} />;
  }
}
