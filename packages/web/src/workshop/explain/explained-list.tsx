import { Breakable } from "../../ui/breakable.tsx";
import { MarkedText } from "../../ui/marked-text.tsx";
import { Panel } from "../../ui/section.tsx";
import type { Place } from "../place/place.ts";
import { PlaceLink } from "../place/place-link.tsx";

export interface ExplainedEntry {
  /** Id or code. */
  name: string;
  sentence: string;
  place: Place;
}

/** Things that have a page of their own: the sentence first, the name for whoever searches for it. */
export function ExplainedList({ entries }: { entries: readonly ExplainedEntry[] }) {
  return (
    <Panel className="overflow-hidden">
      <ul className="divide-y divide-line">
        {entries.map(({ name, sentence, place }) => (
          <li key={name}>
            <PlaceLink to={place} className="block px-5 py-3.5 -outline-offset-2 hover:bg-sunken">
              <span className="block">
                <MarkedText text={sentence} />
              </span>
              <code className="font-mono text-[0.76rem] text-ink-3">
                <Breakable text={name} />
              </code>
            </PlaceLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
