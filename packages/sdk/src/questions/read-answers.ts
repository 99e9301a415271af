import type { Answers } from "../external/external-service.ts";
import { ANSWER_MAX, type Field, type Question } from "../external/question.ts";
import type { Site } from "../external/service-profile.ts";
import { readSite } from "../external/site.ts";
import { SITE_FIELD } from "../external/site-question.ts";

/** What is wrong with an answer, by the name of its field: a sentence for the person. */
export type Faults = Readonly<Record<string, string>>;

/** Reads what was entered. Faults are found here, before anything is asked of anybody. */
export function readAnswers(
  form: URLSearchParams,
  { fields }: Question,
  site: Site | undefined,
): { answers: Answers; faults: Faults } {
  const answers: [string, string][] = [];
  const faults: [string, string][] = [];
  for (const field of fields) {
    const given = form.getAll(field.name);
    // What is pasted often has a space or a line break at its end; in a password they may be meant.
    const [first = ""] = given;
    const answer = field.autocomplete === "current-password" ? first : first.trim();
    answers.push([field.name, answer]);
    const fault = given.length > 1 ? "Fill this in once." : faultOf(answer, field, site);
    if (fault !== undefined) faults.push([field.name, fault]);
  }
  return { answers: Object.fromEntries(answers), faults: Object.fromEntries(faults) };
}

function faultOf(answer: string, { name, label, optional }: Field, site: Site | undefined): string | undefined {
  if (answer === "") return optional ? undefined : `Fill in: ${label}.`;
  if (answer.length > ANSWER_MAX) return "This is too long.";
  // Nothing of this can be part of a header, and a key with it inside was copied wrongly.
  if (/\p{Cc}/u.test(answer)) return "This has characters in it that can't be typed. Copy it once more.";
  if (name !== SITE_FIELD || site === undefined || readSite(site, answer) !== undefined) return undefined;
  return `This is no address of the kind ${site.host.replace("{site}", "your-name")}.`;
}
