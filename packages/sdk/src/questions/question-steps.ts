import { digestOf, isSameText } from "../digests.ts";
import type { ExternalService } from "../external/external-service.ts";
import type { Grant } from "../external/grant.ts";
import type { Question } from "../external/question.ts";
import type { Site } from "../external/service-profile.ts";
import { readSite } from "../external/site.ts";
import { SITE_FIELD } from "../external/site-question.ts";
import { isFromOwnPage, readForm } from "../http/own-form.ts";
import { describeError, type Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { type AskedAgain, type QuestionPlace, questionPage } from "./question-page.ts";
import { readAnswers } from "./read-answers.ts";

/** How often credentials may be tried in one connect (contract 2.1, step 4). */
export const MOST_TRIES = 5;
/** Longer than anything can be tried in one connect. */
const TRIES_REMEMBERED_SECONDS = 60 * 60;

/** A connect whose browser was checked: what it keeps for us. */
export interface Asked {
  /** Of the flow or the ticket. */
  id: string;
  /** Known to this browser only; the form token is made from it. */
  pkceVerifier: string;
  /** The account that is connected again. */
  loginHint?: string | undefined;
}

/** What came of a posted answer. */
export type Answered =
  | { site: string }
  | { grant: Grant }
  /** It is asked again, with what was wrong. */
  | { page: Response }
  /** The person has cancelled, tried too often, or it did not come from our page. */
  | { over: "cancelled" | "tries" | "forged" };

export interface QuestionParts {
  service: ExternalService;
  question: Question;
  site: Site | undefined;
  store: Store;
  place: QuestionPlace;
}

/**
 * Asks a person on a page of ours, between the check of their browser and the external service (contract 2.1, step 4). An
 * answer counts only from our own page, with the token that this browser's page was made with.
 */
export function createQuestionSteps({ service, question, site, store, place }: QuestionParts) {
  async function show(asked: Asked, again?: AskedAgain): Promise<Response> {
    const formToken = await formTokenOf(asked);
    return questionPage(question, { formToken, known: asked.loginHint, ...(again && { again }) }, place);
  }

  return {
    show,

    async answer(request: Request, asked: Asked, log: Log): Promise<Answered> {
      if (!isFromOwnPage(request, place.connectBase)) return { over: "forged" };
      const form = await readForm(request);
      if (!(await isSameText(form.get("form_token") ?? "", await formTokenOf(asked)))) return { over: "forged" };
      if (form.get("choice") === "cancel") return { over: "cancelled" };
      const { answers, faults } = readAnswers(form, question, site);
      if (Object.keys(faults).length > 0) return { page: await show(asked, { answers, faults }) };
      if (question.about === "site") return { site: siteIn(answers) };

      const left = await takeTry(asked.id);
      if (left === undefined) return { over: "tries" };
      const { wayIn } = service;
      if (wayIn.by !== "credentials") return { over: "forged" };
      try {
        const grant = await wayIn.verify(answers);
        if (grant !== undefined) return { grant };
        if (left === 0) return { over: "tries" };
        return { page: await show(asked, { answers, status: 422, trouble: refusedText(place.name, left) }) };
      } catch (cause) {
        log("warn", "credentials_not_tried", { cause: describeError(cause) });
        if (left === 0) return { over: "tries" };
        const trouble = `${place.name} didn't answer as it should, so nothing was stored. Try again in a minute.`;
        return { page: await show(asked, { answers, status: 503, trouble }) };
      }
    },
  };

  function siteIn(answers: Readonly<Record<string, string>>): string {
    return (site && readSite(site, answers[SITE_FIELD] ?? "")) ?? "";
  }

  /** Takes one of the tries, in whatever process; how many are left, or `undefined` when there was none. */
  async function takeTry(id: string): Promise<number | undefined> {
    for (let number = 1; number <= MOST_TRIES; number += 1) {
      const isTaken = await store.putIfAbsent(`tries/${id}/${number}`, "1", TRIES_REMEMBERED_SECONDS);
      if (isTaken) return MOST_TRIES - number;
    }
    return undefined;
  }
}

export type QuestionSteps = ReturnType<typeof createQuestionSteps>;

async function formTokenOf({ pkceVerifier }: Asked): Promise<string> {
  return digestOf(new TextEncoder().encode(`joinery form v1 ${pkceVerifier}`));
}

function refusedText(name: string, left: number): string {
  const tries = left === 1 ? "one more time" : `${left} more times`;
  return `${name} doesn't accept what you entered. Check it; you can try ${tries}.`;
}
