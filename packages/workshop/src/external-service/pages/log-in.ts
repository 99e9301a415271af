import { html, type Markup } from "../html.ts";
import { DEMO_PASSWORD, PEOPLE } from "../people.ts";
import { page } from "./layout.ts";

/** What the log-in page shows. */
export interface LogInView {
  action: string;
  formToken: string;
  /** The app that sent the person here; absent on the service's own front page. */
  clientName?: string | undefined;
  username?: string | undefined;
  /** What was wrong with the last try. */
  problem?: string | undefined;
  /** The address behind "Cancel": a form of its own, because it ends the request of the app. */
  cancel?: { action: string; formToken: string } | undefined;
}

/** The page where a person logs in with user name and password. */
export function logInPage(view: LogInView): Markup {
  return page({
    title: "Log in",
    body: html`<section class="card" aria-labelledby="title">
<h1 id="title">Welcome back</h1>
<p class="lead">${
      view.clientName === undefined
        ? "Log in to see your tickets."
        : html`Log in to connect <strong>${view.clientName}</strong> with your Acme Desk account.`
    }</p>
${view.problem === undefined ? "" : html`<p class="problem" role="alert" id="problem">${view.problem}</p>`}
<form method="post" action="${view.action}">
<input type="hidden" name="form_token" value="${view.formToken}">
<label for="username">Username</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
 value="${view.username ?? ""}" ${view.problem === undefined ? html`autofocus` : html`aria-describedby="problem"`}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required
 ${view.problem === undefined ? "" : html`aria-describedby="problem" autofocus`}>
<button class="primary" type="submit">Log in</button>
</form>
${
  view.cancel === undefined
    ? ""
    : html`<form class="aside" method="post" action="${view.cancel.action}">
<input type="hidden" name="form_token" value="${view.cancel.formToken}">
<button class="quiet" type="submit">Cancel</button>
</form>`
}
<aside class="stub" aria-label="People to try with">
<p>People to try with: ${names()}.</p>
<p>Everybody’s password is <code>${DEMO_PASSWORD}</code>.</p>
</aside>
</section>`,
  });
}

function names(): Markup[] {
  return PEOPLE.map(({ username }, index) => {
    const separator = index === 0 ? "" : index === PEOPLE.length - 1 ? " and " : ", ";
    return html`${separator}<code>${username}</code>`;
  });
}
