import { CHECK_PAGES, PROFILES } from "@joinery/conformance/pages";
import { w } from "../../texts/workshop.ts";
import { Section } from "../../ui/section.tsx";
import { ReadingColumn } from "../frame/reading-column.tsx";
import { WorkshopHeading } from "../frame/workshop-heading.tsx";
import { ExplainedList } from "./explained-list.tsx";
import { groupChecks } from "./group-checks.ts";

/** All checks, by profile. */
export function ChecksPage() {
  const words = w.explain.checks;
  return (
    <ReadingColumn>
      <WorkshopHeading title={words.title} />
      <p className="mt-2 max-w-prose text-ink-2">{words.lead}</p>
      {groupChecks(CHECK_PAGES).map(({ profile, checks }) => (
        <Section key={profile} title={profile} lead={PROFILES[profile]}>
          <ExplainedList
            entries={checks.map(({ id, sentence }) => ({ name: id, sentence, place: { page: "check", id } }))}
          />
        </Section>
      ))}
    </ReadingColumn>
  );
}
