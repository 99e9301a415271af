import { html, type Markup } from "../html.ts";
import { page } from "./layout.ts";

/** A page with one sentence on it and a way on. */
export function noticePage(title: string, sentence: string): Markup {
  return page({
    title,
    body: html`<section class="card" aria-labelledby="title">
<h1 id="title">${title}</h1>
<p class="lead">${sentence}</p>
<p><a href="/">Go to Acme Desk</a></p>
</section>`,
  });
}

/** The page for an authorization request that can't be answered at the app, because it is not known to be the app's. */
export function errorPage(out: { error: string; error_description?: string | undefined }): Markup {
  return page({
    title: "This did not work",
    body: html`<section class="card" aria-labelledby="title">
<h1 id="title">This did not work</h1>
<p class="lead">Acme Desk can’t go on with this request. Please start again from the app that sent you here.</p>
<dl class="facts"><dt>For its developers</dt><dd><code>${out.error}</code>${
      out.error_description === undefined ? "" : html` – ${out.error_description}`
    }</dd></dl>
</section>`,
  });
}
