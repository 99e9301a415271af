import { escapeHtml, renderPage } from "../pages/page.ts";

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

/** The page on which a browser ends when the hub's own pages are not the place: static, no script, no state. */
export async function endedPage(ending: Ending, place: { name: string; hub: string }): Promise<Response> {
  const { title, text, advice } = ENDINGS[ending];
  return renderPage({
    title,
    name: place.name,
    body: `<p>${text}</p>
<p>${advice}</p>
<p><a href="${escapeHtml(place.hub)}/">Open your integrations page</a></p>`,
  });
}
