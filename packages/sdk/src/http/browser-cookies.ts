import type { Seal } from "../seal.ts";

/** Cookies of this kind that a browser may hold; a sixth drives out the oldest (contract 2.1, step 2). */
const MOST_COOKIES = 5;
/** The id's prefix in a cookie's name: its kind and the first eight digits. The whole id is inside. */
const ID_PREFIX_LENGTH = 10;

/** What a kind of cookies needs to know of its content. */
export interface CookieKind<Cookie> {
  connectBase: URL;
  seal: Seal<Cookie>;
  /** What the cookie belongs to, such as a flow: `<letter>-<uuid>`. */
  idOf: (cookie: Cookie) => string;
  lifetimeSecondsOf: (cookie: Cookie) => number;
}

/**
 * Reads and writes sealed cookies, one for each connect that a browser has begun (contract 2.1, step 2): what the
 * browser keeps for us between the steps, because the SDK itself keeps nothing.
 */
export function createBrowserCookies<Cookie>({ connectBase, seal, idOf, lifetimeSecondsOf }: CookieKind<Cookie>) {
  const isHttps = connectBase.protocol === "https:";
  // Cookies ignore ports: on a loopback address the port keeps the parties of one machine apart.
  const family = isHttps ? "__Host-joinery-" : `joinery-${connectBase.port || "80"}-`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isHttps ? "; Secure" : ""}`;
  const nameOf = (id: string) => family + id.slice(0, ID_PREFIX_LENGTH);

  return {
    /** Finds the cookie of an id: `undefined` when there is none, more than one, or one that we did not seal. */
    async find(request: Request, id: string): Promise<Cookie | undefined> {
      const [found, ...others] = readCookies(request).filter(({ name }) => name === nameOf(id));
      if (found === undefined || others.length > 0) return undefined;
      const opened = await seal.open(found.value);
      return opened !== undefined && idOf(opened.value) === id ? opened.value : undefined;
    },

    /** Seals a cookie into a `Set-Cookie` header. */
    async set(cookie: Cookie): Promise<string> {
      const lifetime = lifetimeSecondsOf(cookie);
      return `${nameOf(idOf(cookie))}=${await seal.seal(cookie, lifetime)}; Max-Age=${lifetime}; ${attributes}`;
    },

    /** A `Set-Cookie` header that removes the cookie of an id. */
    clear: (id: string): string => `${nameOf(id)}=; Max-Age=0; ${attributes}`,

    /** `Set-Cookie` headers that make room for one more, by removing the oldest of ours. */
    async makeRoom(request: Request, id: string): Promise<string[]> {
      const others = readCookies(request).filter(({ name }) => name.startsWith(family) && name !== nameOf(id));
      const opened = await Promise.all(
        others.map(async ({ name, value }) => ({ name, opened: await seal.open(value) })),
      );
      const ours = opened.flatMap(({ name, opened: found }) => (found ? [{ name, issuedAt: found.issuedAt }] : []));
      ours.sort((a, b) => a.issuedAt - b.issuedAt);
      const tooMany = Math.max(0, ours.length - (MOST_COOKIES - 1));
      return ours.slice(0, tooMany).map(({ name }) => `${name}=; Max-Age=0; ${attributes}`);
    },
  };
}

export type BrowserCookies<Cookie> = ReturnType<typeof createBrowserCookies<Cookie>>;

function readCookies(request: Request): { name: string; value: string }[] {
  const pairs = (request.headers.get("cookie") ?? "").split(";");
  return pairs.map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name: name.trim(), value: value.join("=").trim() };
  });
}
