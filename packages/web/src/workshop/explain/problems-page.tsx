import { w } from "../../texts/workshop.ts";
import { ReadingColumn } from "../frame/reading-column.tsx";
import { WorkshopHeading } from "../frame/workshop-heading.tsx";
import { ExplainedList } from "./explained-list.tsx";
import { listProblemPages } from "./problem-pages.ts";

/** Every code of the catalogue. */
export function ProblemsPage() {
  const words = w.explain.problems;
  return (
    <ReadingColumn>
      <WorkshopHeading title={words.title} />
      <p className="mt-2 mb-8 max-w-prose text-ink-2">{words.lead}</p>
      <ExplainedList
        entries={listProblemPages().map(({ code, sentence }) => ({
          name: code,
          sentence,
          place: { page: "problem", code },
        }))}
      />
    </ReadingColumn>
  );
}
