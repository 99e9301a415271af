/**
 * A browser without a window: it keeps cookies as RFC 6265 says, follows redirects, fills in forms and presses buttons
 * by their names. Tests that need no real browser go through the real pages with it.
 */
export interface FormBrowser {
  /** Opens an address and follows redirects, until one leads to an origin that `stopAt` names. */
  open(url: string): Promise<BrowserPage>;
  /** Fills in the form that has this button, and presses it. */
  press(page: BrowserPage, button: string, fields?: Record<string, string>): Promise<BrowserPage>;
  /** Takes a cookie as if that address had set it: a session that was begun elsewhere. */
  keep(url: URL, setCookie: string): void;
  /** Every `Set-Cookie` it has been sent so far. */
  setCookies(): readonly string[];
}

/** Where the browser has ended. */
export interface BrowserPage {
  url: URL;
  /** 0 when the browser has stopped before it, or when nothing answers there. */
  status: number;
  html: string;
}

/** What a new browser is told. */
export interface FormBrowserOptions {
  /** Stops before it opens such an address and shows it with status 0: an app's callback, for example. */
  stopAt?: (url: URL) => boolean;
}

interface Cookie {
  host: string;
  path: string;
  name: string;
  value: string;
}

const REDIRECT_LIMIT = 20;
/** Longer than whatever stands in front of a page waits for it. */
const ANSWER_WITHIN_MS = 70_000;

/** Creates a browser with an empty cookie jar. */
export function createFormBrowser({ stopAt = () => false }: FormBrowserOptions = {}): FormBrowser {
  const jar = new Map<string, Cookie>();
  const seen: string[] = [];

  async function go(start: URL, init: RequestInit): Promise<BrowserPage> {
    let url = start;
    let request = init;
    for (let hop = 0; hop < REDIRECT_LIMIT; hop += 1) {
      if (stopAt(url)) return { url, status: 0, html: "" };
      const headers = new Headers(request.headers);
      headers.set("accept", "text/html");
      const cookies = cookieHeader(jar, url);
      if (cookies !== "") headers.set("cookie", cookies);
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const response = await fetch(url, { ...request, headers, signal, redirect: "manual" }).catch(() => undefined);
      if (response === undefined) return { url, status: 0, html: "" };
      seen.push(...response.headers.getSetCookie());
      keepCookies(jar, url, response.headers.getSetCookie());
      const location = response.headers.get("location");
      const html = await response.text();
      const next = location === null ? null : URL.parse(location, url.href);
      if (next === null) return { url, status: response.status, html };
      url = next;
      request = {};
    }
    throw new Error(`More than ${REDIRECT_LIMIT} redirects.`);
  }

  return {
    open: (url) => go(new URL(url), {}),
    keep: (url, setCookie) => keepCookies(jar, url, [`${setCookie}; path=/`]),
    setCookies: () => seen,
    press(page, button, fields = {}) {
      const form = findForm(page.html, button);
      const body = new URLSearchParams({ ...form.hidden, ...form.pressed, ...fields });
      const headers = { origin: page.url.origin };
      return go(new URL(form.action, page.url), { method: "POST", body, headers });
    },
  };
}

/** Ports do not separate cookies (RFC 6265, 8.5): the jar is as leaky as a browser's. */
function cookieHeader(jar: ReadonlyMap<string, Cookie>, url: URL): string {
  return [...jar.values()]
    .filter(({ host, path }) => host === url.hostname && isWithin(url.pathname, path))
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
}

function isWithin(path: string, cookiePath: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
}

function keepCookies(jar: Map<string, Cookie>, url: URL, headers: readonly string[]): void {
  for (const header of headers) {
    const [pair = "", ...attributes] = header.split(";").map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf("="));
    const value = pair.slice(pair.indexOf("=") + 1);
    const path = attributeOf(attributes, "path") ?? url.pathname.slice(0, url.pathname.lastIndexOf("/"));
    const isOver = attributeOf(attributes, "max-age") === "0" || isPast(attributeOf(attributes, "expires"));
    const key = `${url.hostname} ${path} ${name}`;
    if (isOver) jar.delete(key);
    else jar.set(key, { host: url.hostname, path: path === "" ? "/" : path, name, value });
  }
}

function isPast(expires: string | undefined): boolean {
  return expires !== undefined && Date.parse(expires) <= Date.now();
}

function attributeOf(attributes: readonly string[], name: string): string | undefined {
  const prefix = `${name}=`;
  return attributes.find((part) => part.toLowerCase().startsWith(prefix))?.slice(prefix.length);
}

/** A form, and what the pressed button itself says when it is sent (HTML, 4.10.21.4). */
interface FoundForm {
  action: string;
  hidden: Record<string, string>;
  pressed: Record<string, string>;
}

function findForm(html: string, button: string): FoundForm {
  for (const [form, attributes = ""] of html.matchAll(/<form\b([^>]*)>[\s\S]*?<\/form>/g)) {
    const found = findButton(form, button);
    if (found === undefined) continue;
    const hidden: Record<string, string> = {};
    for (const [input] of form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
      hidden[htmlAttribute(input, "name")] = htmlAttribute(input, "value");
    }
    const name = htmlAttribute(found, "name");
    const pressed = name === "" ? {} : { [name]: htmlAttribute(found, "value") };
    return { action: htmlAttribute(attributes, "action"), hidden, pressed };
  }
  throw new Error(`There is no form with the button "${button}" on this page: ${html.slice(html.indexOf("<main>"))}`);
}

/** The attributes of the button with this name. */
function findButton(form: string, button: string): string | undefined {
  const buttons = [...form.matchAll(/<button\b([^>]*)>([^<]*)<\/button>/g)];
  return buttons.find(([, attributes = "", text = ""]) => {
    return text.trim() === button || htmlAttribute(attributes, "aria-label") === button;
  })?.[1];
}

function htmlAttribute(text: string, name: string): string {
  const value = new RegExp(`(?<![\\w-])${name}="([^"]*)"`).exec(text)?.[1] ?? "";
  return value.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
