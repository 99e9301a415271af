import { html, type Markup } from "../html.ts";
import type { Person } from "../people.ts";
import { describeScopes } from "../scopes.ts";
import { initialsOf, page } from "./layout.ts";

/** What the consent page shows. */
export interface ConsentView {
  person: Person;
  clientName: string;
  scope: string;
  /** Host and port the browser goes on to. */
  returnsTo: string;
  allow: PostTarget;
  deny: PostTarget;
  switchPerson: PostTarget;
}

interface PostTarget {
  action: string;
  formToken: string;
}

/** The page where a person allows or denies an app to use their account. */
export function consentPage(view: ConsentView): Markup {
  return page({
    title: `Allow ${view.clientName}?`,
    body: html`<section class="card" aria-labelledby="title">
<h1 id="title">Allow ${view.clientName} to use your account?</h1>
<div class="account">
<span class="badge" aria-hidden="true">${initialsOf(view.person)}</span>
<p><strong>${view.person.name}</strong><br><span class="muted">${view.person.username}</span></p>
${post(view.switchPerson, html`<button class="quiet" type="submit">Not you?</button>`)}
</div>
<h2>${view.clientName} will be able to</h2>
<ul class="ticks">${describeScopes(view.scope).map((sentence) => html`<li>${sentence}</li>`)}</ul>
<div class="choices">
${post(view.deny, html`<button class="secondary" type="submit">Deny</button>`)}
${post(view.allow, html`<button class="primary" type="submit">Allow</button>`)}
</div>
<aside class="stub" aria-label="Good to know">
<p>You go on to <code>${view.returnsTo}</code>. You can take this access back at any time under <a href="/">your tickets</a>.</p>
</aside>
</section>`,
  });
}

function post({ action, formToken }: PostTarget, button: Markup): Markup {
  return html`<form method="post" action="${action}"><input type="hidden" name="form_token" value="${formToken}">${button}</form>`;
}
