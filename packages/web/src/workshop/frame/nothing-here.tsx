import { w } from "../../texts/workshop.ts";
import { buttonClass } from "../../ui/button.tsx";
import type { Place } from "../place/place.ts";
import { PlaceLink } from "../place/place-link.tsx";
import { ReadingColumn } from "./reading-column.tsx";
import { WorkshopHeading } from "./workshop-heading.tsx";

interface NothingHereProps {
  words: { title: string; body: string };
  /** Where one can go instead, with its words. */
  to?: { place: Place; label: string };
}

/** An address that leads nowhere. */
export function NothingHere({ words, to }: NothingHereProps) {
  const way = to ?? { place: { page: "inspector" }, label: w.nothing.action };
  return (
    <ReadingColumn>
      <WorkshopHeading title={words.title} />
      <p className="mt-3 text-[1.0667rem] text-ink-2">{words.body}</p>
      <PlaceLink to={way.place} className={`mt-6 ${buttonClass()}`}>
        {way.label}
      </PlaceLink>
    </ReadingColumn>
  );
}
