import { w } from "../../texts/workshop.ts";
import { Notice } from "../../ui/notice.tsx";
import { WorkshopRefusal } from "../api/request.ts";

/** What could not be done, in the workshop's words where it has some. */
export function WorkshopFailure({ error }: { error: unknown }) {
  return (
    <Notice tone="bad" live>
      <p className="break-words text-ink">{sentenceOf(error)}</p>
    </Notice>
  );
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof WorkshopRefusal)) return w.failed;
  if (error.status === 0) return w.noAnswer;
  return error.message === "" ? w.failed : error.message;
}
