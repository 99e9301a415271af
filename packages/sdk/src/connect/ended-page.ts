import { toBase64Url } from "@joinery/contract";

/** Why a connection ended, for the person who reads the page; the hub and the log know more. */
export const ENDINGS = {
  browser: {
    title: "This connection was stopped",
    text: "It was started in another browser, or by someone else. Nothing was linked, and nobody got access. If you wanted to connect, open your integrations page in this browser and press Connect there.",
  },
  failed: {
    title: "The connection was not completed",
    text: "Something did not answer as it should. Nothing was linked. Please open your integrations page and press Connect again.",
  },
} as const;

export type Ending = keyof typeof ENDINGS;

export function isEnding(value: string | null): value is Ending {
  return value !== null && Object.hasOwn(ENDINGS, value);
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: light-dark(#f6f7f9, #14171c); color: light-dark(#1b2430, #e8ebf0); }
main { box-sizing: border-box; width: min(30rem, 100% - 2rem); padding: 2.5rem 2rem; border-radius: 1rem; background: light-dark(#fff, #1d2229); border: 1px solid light-dark(#e3e6eb, #2e353f); }
p { margin: 0 0 1rem; color: light-dark(#475364, #b3bcc9); }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; }
.name { font-size: .875rem; }
a { color: light-dark(#0b5cd5, #8ab8ff); border-radius: .25rem; text-underline-offset: .2em; }
a:focus-visible { outline: 2px solid currentColor; outline-offset: 3px; }
`;

/** The page on which a browser ends when the hub's own pages are not the place: static, no script, no state. */
export async function endedPage(ending: Ending, place: { name: string; hub: string }): Promise<Response> {
  const { title, text } = ENDINGS[ending];
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
