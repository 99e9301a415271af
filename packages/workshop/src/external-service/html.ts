/** Text that is already HTML. Everything else that goes into a template is escaped. */
export class Markup {
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  toString(): string {
    return this.#html;
  }
}

type Part = Markup | string | number | readonly Part[];

/**
 * Builds HTML; values are escaped unless they are markup themselves.
 *
 * @example
 * ```ts
 * html`<p>${"<b>"}</p>`; // <p>&lt;b&gt;</p>
 * ```
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...parts.map(render)));
}

function render(part: Part): string {
  if (part instanceof Markup) return part.toString();
  if (Array.isArray(part)) return part.map(render).join("");
  return escapeHtml(String(part));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
