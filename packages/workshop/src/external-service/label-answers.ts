import type { KoaContextWithOIDC } from "oidc-provider";
import type { FaultControl, FaultLabel } from "./faults.ts";
import { html } from "./html.ts";

/** Says on every answer that the service is made up, and which faults were on when the request came. */
export function labelAnswers(faults: FaultControl) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const labels = faults.labels();
    ctx.set("x-joinery-workshop", "fake");
    if (labels.length > 0) ctx.set("x-joinery-fault", labels.map(({ id }) => id).join(", "));
    await next();
    if (labels.length > 0 && ctx.type === "text/html" && typeof ctx.body === "string") {
      ctx.body = ctx.body.replace("<body>", `<body>\n${bannerFor(labels)}`);
    }
  };
}

/** In one place and not in each page, so that no page can be without it. */
function bannerFor(labels: readonly FaultLabel[]) {
  const titles = labels.map(({ title }) => title).join(", ");
  const sentence =
    labels.length === 1
      ? `Fault on: ${titles}. Switch it off in the workshop.`
      : `Faults on: ${titles}. Switch them off in the workshop.`;
  return html`<aside class="fault" aria-label="Workshop"><p>${sentence}</p></aside>`;
}
