import type { User } from "@joinery/contract";
import { escapeHtml, renderPage } from "../pages/page.ts";

/** More of a name is not shown: it could tell a story of its own. */
const NAME_MAX = 80;

/** Control characters, separators, and letters that have no shape: fillers, joiners, the empty Braille pattern. */
const INVISIBLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]+/gu;

/** How a person is shown. */
export interface ShownPerson {
  name: string;
  email: string | undefined;
}

/** What there is to show of a person; `undefined` when there is neither name nor address. */
export function toShownPerson(user: User): ShownPerson | undefined {
  const email = shorten(user.email ?? "") || undefined;
  const name = shorten(user.display_name || [user.first_name, user.second_name].filter(Boolean).join(" ")) || email;
  return name === undefined ? undefined : { name, email };
}

/** Asks the person whether it is their Blink account; the two buttons are the only way on. */
export async function questionPage(details: {
  name: string;
  person: ShownPerson;
  formToken: string;
  connectBase: URL;
}): Promise<Response> {
  const [service, person] = [escapeHtml(details.name), escapeHtml(details.person.name)];
  const email = details.person.email === undefined ? "" : `<bdi>${escapeHtml(details.person.email)}</bdi>`;
  return renderPage({
    title: `Connect ${details.name} to Blink`,
    name: details.name,
    heading: `You are connecting ${service} to the Blink account of <bdi>${person}</bdi>`,
    body: `<p class="person"><strong><bdi>${person}</bdi></strong>${email}</p>
<p>Whoever uses this Blink account will then act in ${service} as you.</p>
<p><strong>If that is not you, close this window: somebody else may have sent you this link.</strong></p>
<form method="post">
<input type="hidden" name="form_token" value="${escapeHtml(details.formToken)}">
<button class="first" name="choice" value="continue">Continue</button>
<button name="choice" value="stop">This is not me</button>
</form>`,
    // The answer to the form leads to the external service, which may lead on; browsers apply this to each of them.
    formAction: `'self' https:${details.connectBase.protocol === "http:" ? " http:" : ""}`,
  });
}

/** Blink did not say whose account it is: a page that says so, and nothing to press. */
export async function namelessPage(name: string): Promise<Response> {
  return renderPage({
    title: "We can't say whose account this is",
    name,
    status: 503,
    body: `<p>Blink did not tell us whose Blink account would be connected to ${escapeHtml(name)}, so nothing was linked.</p>
<p>Reload this page in a minute, or press Connect in Blink again. If it happens once more, tell your administrator.</p>`,
  });
}

/**
 * One line of what can be seen: a name must not be able to turn the rest of the page around, to lie over it (which many
 * accents on one letter do), or to be blank.
 */
function shorten(text: string): string {
  const visible = text.replace(INVISIBLE, " ").replace(/(\p{M}{4})\p{M}+/gu, "$1");
  const line = [...visible.trim()];
  return line.length > NAME_MAX ? `${line.slice(0, NAME_MAX - 1).join("")}…` : line.join("");
}
