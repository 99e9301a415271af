import { toBase64Url } from "@joinery/contract";

/** Our last pages, `/connect/<ending>`, as the person reads them; the hub and the log know more. */
export const ENDINGS = {
  ended: {
    title: "This connection was stopped",
    text: "It was started in another browser, or by someone else. Nothing was linked, and nobody got access to anything of yours.",
    advice: "If you wanted to connect, open your integrations page in this browser and press Connect there.",
  },
  failed: {
    title: "The connection was not completed",
    text: "Something on the way did not answer as it should, and nothing was linked.",
    advice: "Open your integrations page and press Connect again. If it happens once more, tell your administrator.",
  },
} as const;

export type Ending = keyof typeof ENDINGS;

export function isEnding(value: string): value is Ending {
  return Object.hasOwn(ENDINGS, value);
}

/** The colours of the hub's own pages, so that a person does not wonder where they are. */
const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: light-dark(#faf9f6, #131210); color: light-dark(#1d1b18, #f2efe9); }
main { box-sizing: border-box; width: min(30rem, 100% - 2rem); margin: 1rem 0; padding: 2rem; border-radius: 1rem; background: light-dark(#fff, #1b1a17); border: 1px solid light-dark(#e8e4dc, #2d2a26); }
p { margin: 0 0 1rem; color: light-dark(#57534b, #bbb5aa); text-wrap: pretty; }
p:last-child { margin: 0; }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; }
.name { font-size: .875rem; }
a { color: light-dark(#1a4cc4, #94b3ff); border-radius: .25rem; text-underline-offset: .2em; }
a:focus-visible { outline: 2px solid currentColor; outline-offset: 3px; }
`;

/** The page on which a browser ends when the hub's own pages are not the place: static, no script, no state. */
export async function endedPage(ending: Ending, place: { name: string; hub: string }): Promise<Response> {
  const { title, text, advice } = ENDINGS[ending];
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
<main>
<p class="name">${escapeHtml(place.name)}</p>
<h1>${title}</h1>
<p>${text}</p>
<p>${advice}</p>
<p><a href="${escapeHtml(place.hub)}/">Open your integrations page</a></p>
</main>
</html>
`;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(STYLE)));
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${toBase64(digest)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** CSP hashes are written in plain base64 with padding (CSP 3, section 2.3.1). */
function toBase64(digest: Uint8Array): string {
  return `${toBase64Url(digest).replaceAll("-", "+").replaceAll("_", "/")}=`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
