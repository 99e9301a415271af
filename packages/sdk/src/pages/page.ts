import { toBase64Url } from "@joinery/contract";

/** The colours of the hub's own pages, so that a person does not wonder where they are. */
const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: light-dark(#faf9f6, #131210); color: light-dark(#1d1b18, #f2efe9); }
main { box-sizing: border-box; width: min(30rem, 100% - 2rem); margin: 1rem 0; padding: 2rem; border-radius: 1rem; background: light-dark(#fff, #1b1a17); border: 1px solid light-dark(#e8e4dc, #2d2a26); overflow-wrap: anywhere; }
p { margin: 0 0 1rem; color: light-dark(#57534b, #bbb5aa); text-wrap: pretty; }
main > :last-child { margin-bottom: 0; }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; }
strong { color: light-dark(#1d1b18, #f2efe9); }
.name { font-size: .875rem; }
.person { margin: 0 0 1rem; padding: .75rem 1rem; border-radius: .75rem; background: light-dark(#f4f1ea, #24221e); border: 1px solid light-dark(#e8e4dc, #2d2a26); color: inherit; }
.person strong { display: block; font-size: 1.125rem; }
form, .buttons { display: flex; flex-wrap: wrap; gap: .75rem; }
form.fields { display: grid; gap: 1.25rem; }
.field { display: grid; gap: .375rem; }
.field p { margin: 0; font-size: .875rem; line-height: 1.45; }
label { font-weight: 600; }
label span { font-weight: 400; color: light-dark(#57534b, #bbb5aa); }
input { font: inherit; min-width: 0; min-height: 2.75rem; box-sizing: border-box; padding: .5rem .75rem; border-radius: .625rem; border: 1px solid light-dark(#8d867a, #7a746a); background: light-dark(#fff, #131210); color: inherit; }
input[aria-invalid] { border-color: light-dark(#b3261e, #ff9d94); }
.field .fault { color: light-dark(#b3261e, #ff9d94); }
.help { margin: 0; }
.trouble { padding: .75rem 1rem; border-radius: .75rem; background: light-dark(#fdeceb, #3a1c1a); border: 1px solid light-dark(#f0c4c0, #6b322d); color: light-dark(#7a1a14, #ffcdc8); }
.name img { display: block; width: 2.5rem; height: 2.5rem; margin-bottom: .5rem; border-radius: .625rem; object-fit: contain; }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.25rem; border-radius: .625rem; border: 1px solid light-dark(#8d867a, #7a746a); background: transparent; color: inherit; cursor: pointer; }
button.first { border-color: transparent; background: light-dark(#1a4cc4, #94b3ff); color: light-dark(#fff, #10131c); }
a { color: light-dark(#1a4cc4, #94b3ff); border-radius: .25rem; text-underline-offset: .2em; }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid light-dark(#1a4cc4, #94b3ff); outline-offset: 3px; }
@media (forced-colors: active) { button.first { border-color: ButtonText; } }
`;

/** One page of ours: static, no script, nothing from elsewhere, framed by nobody. */
export interface Page {
  /** What the window is called. It ends up in histories and link previews, so it names no person. */
  title: string;
  /** HTML of the headline, when it says more than the title. */
  heading?: string;
  /** The integration's name as people know it. */
  name: string;
  /** The integration's picture, as a `data:` address. */
  icon?: string | undefined;
  /** HTML between the title and the end; everything that came from elsewhere must be escaped. */
  body: string;
  status?: number;
  /** Where a form on the page may lead: `form-action` of its policy; without it nowhere. */
  formAction?: string;
}

/** Renders a page. */
export async function renderPage(page: Page): Promise<Response> {
  const { title, heading, name, icon, body, status = 200, formAction } = page;
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<main>
<p class="name">${icon === undefined ? "" : `<img src="${escapeHtml(icon)}" alt="">`}${escapeHtml(name)}</p>
<h1>${heading ?? escapeHtml(title)}</h1>
${body}
</main>
</html>
`;
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${await styleDigest()}'; ${icon === undefined ? "" : "img-src data:; "}base-uri 'none'; form-action ${formAction ?? "'none'"}; frame-ancestors 'none'`,
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      // With `no-referrer` a browser would send `Origin: null` with our own form (Fetch standard, 3.2).
      "referrer-policy": formAction === undefined ? "no-referrer" : "same-origin",
      "x-robots-tag": "noindex",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Makes text harmless in HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** CSP hashes are written in plain base64 with padding (CSP 3, section 2.3.1). */
async function styleDigest(): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(STYLE)));
  return `${toBase64Url(digest).replaceAll("-", "+").replaceAll("_", "/")}=`;
}
