import type { Question } from "./question.ts";
import type { Site } from "./service-profile.ts";

/** The field that asks for the customer's part of a host. */
export const SITE_FIELD = "site";

/** Asks for the customer's address at this service. */
export function siteQuestion({ host, label, hint }: Site): Question {
  const example = `Such as ${host.replace("{site}", "your-name")}.`;
  const field = { name: SITE_FIELD, label, hint: hint ?? example, autocomplete: "off" };
  return { about: "site", fields: [field] };
}
