import type { Answers } from "../external/external-service.ts";
import type { Field, Question } from "../external/question.ts";
import { escapeHtml, renderPage } from "../pages/page.ts";
import type { Faults } from "./read-answers.ts";

/** What the page shows beside the question. */
export interface AskedAgain {
  /** What was entered before; secrets are not shown again. */
  answers?: Answers;
  faults?: Faults;
  /** One sentence on what came of it. */
  trouble?: string;
  status?: number;
}

/** Where a question is asked. */
export interface QuestionPlace {
  /** The external service's name as people know it. */
  name: string;
  icon: string | undefined;
  connectBase: URL;
}

/** Asks a person for the address of their organisation, or for credentials. */
export async function questionPage(
  question: Question,
  { formToken, known, again = {} }: { formToken: string; known: string | undefined; again?: AskedAgain },
  { name, icon, connectBase }: QuestionPlace,
): Promise<Response> {
  const service = escapeHtml(name);
  const faulty = question.fields.filter((field) => again.faults?.[field.name] !== undefined);
  return renderPage({
    title: `Connect ${name}`,
    name,
    icon,
    status: again.status ?? (faulty.length > 0 ? 422 : 200),
    body: `${trouble(again.trouble)}
<p>${question.intro === undefined ? introOf(question, service) : escapeHtml(question.intro)}</p>
${known === undefined ? "" : `<p>This renews the link to <strong><bdi>${escapeHtml(known)}</bdi></strong>.</p>`}
<form method="post" class="fields">
<input type="hidden" name="form_token" value="${escapeHtml(formToken)}">
${question.fields.map((field) => fieldHtml(field, question.fields.indexOf(field) === firstToFill(question, faulty), again)).join("\n")}
${helpHtml(question.help)}
<div class="buttons">
<button class="first" name="choice" value="continue">${question.about === "site" ? "Continue" : "Connect"}</button>
<button name="choice" value="cancel" formnovalidate>Cancel</button>
</div>
</form>`,
    // The answer to the form leads on, to the external service or the hub; browsers apply this to each of them.
    formAction: `'self' https:${connectBase.protocol === "http:" ? " http:" : ""}`,
  });
}

/** Says that there is nothing more to enter, in this connect. */
function introOf({ about }: Question, service: string): string {
  if (about === "site") return `${service} has an address of its own for every organisation. Then you log in there.`;
  return `What you enter is tried at ${service} first, and kept, encrypted, only if ${service} accepts it.`;
}

function trouble(sentence: string | undefined): string {
  return sentence === undefined ? "" : `<p class="trouble" role="alert">${escapeHtml(sentence)}</p>`;
}

function firstToFill({ fields }: Question, faulty: readonly Field[]): number {
  return Math.max(0, fields.indexOf(faulty[0] ?? (fields[0] as Field)));
}

function fieldHtml(field: Field, isFirst: boolean, { answers, faults }: AskedAgain): string {
  const { name, label, hint, secret = false, optional = false, autocomplete = "off" } = field;
  const fault = faults?.[name];
  const described = [hint === undefined ? "" : `${name}-hint`, fault === undefined ? "" : `${name}-fault`];
  const value = secret ? "" : (answers?.[name] ?? "");
  const attributes = [
    `id="${name}" name="${name}" type="${secret ? "password" : "text"}"`,
    `autocomplete="${escapeHtml(autocomplete)}" autocapitalize="none" autocorrect="off" spellcheck="false"`,
    value === "" ? "" : `value="${escapeHtml(value)}"`,
    optional ? "" : "required",
    isFirst ? "autofocus" : "",
    fault === undefined ? "" : 'aria-invalid="true"',
    described.join("") === "" ? "" : `aria-describedby="${described.filter(Boolean).join(" ")}"`,
  ];
  return `<div class="field">
<label for="${name}">${escapeHtml(label)}${optional ? " <span>(optional)</span>" : ""}</label>
<input ${attributes.filter(Boolean).join(" ")}>
${fault === undefined ? "" : `<p class="fault" role="alert" id="${name}-fault">${escapeHtml(fault)}</p>`}
${hint === undefined ? "" : `<p class="hint" id="${name}-hint">${escapeHtml(hint)}</p>`}
</div>`;
}

function helpHtml(help: Question["help"]): string {
  if (help === undefined) return "";
  return `<p class="help"><a href="${escapeHtml(help.url)}" target="_blank" rel="noopener noreferrer">${escapeHtml(help.text)}</a></p>`;
}
