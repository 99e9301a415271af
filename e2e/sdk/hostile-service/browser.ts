/** One answer on the way of a browser. */
export interface Hop {
  url: URL;
  /** 0 when nobody answers there, or the browser has stopped before it. */
  status: number;
  headers: Headers;
  body: string;
}

/** Sends a request of a browser to whoever answers at its address. */
export type Network = (request: Request) => Promise<Response | undefined>;

const MOST_HOPS = 20;

/** A person's browser: keeps cookies for each host, follows redirects and remembers every answer. */
export function createBrowser(network: Network, hops: Hop[] = []) {
  const jar = new Map<string, string>();

  async function request(url: URL, init: RequestInit): Promise<Hop> {
    const headers = new Headers({ accept: "text/html", ...(init.headers as Record<string, string>) });
    const cookies = [...jar].filter(([key]) => key.startsWith(`${url.host} `));
    const cookie = cookies.map(([key, value]) => `${key.slice(url.host.length + 1)}=${value}`).join("; ");
    if (cookie !== "" && !headers.has("cookie")) headers.set("cookie", cookie);
    const answer = await network(new Request(withoutFragment(url), { ...init, headers, redirect: "manual" }));
    if (answer === undefined) return { url, status: 0, headers: new Headers(), body: "" };
    for (const line of answer.headers.getSetCookie()) keepCookie(url.host, line);
    const hop = { url, status: answer.status, headers: answer.headers, body: await answer.text() };
    hops.push(hop);
    return hop;
  }

  function keepCookie(host: string, line: string): void {
    const [pair = ""] = line.split(";");
    const name = pair.slice(0, pair.indexOf("="));
    if (/max-age=0/i.test(line)) jar.delete(`${host} ${name}`);
    else jar.set(`${host} ${name}`, pair.slice(pair.indexOf("=") + 1));
  }

  return {
    hops,
    jar,
    keepCookie,
    request,
    /** Opens an address and goes where it is sent, until `stopAt` says that it should not be opened. */
    async open(start: string | URL, { stopAt, ...init }: RequestInit & { stopAt?: (url: URL) => boolean } = {}) {
      let url = new URL(start);
      for (let count = 0; count < MOST_HOPS; count += 1) {
        if (stopAt?.(url)) return { url, status: 0, headers: new Headers(), body: "" } satisfies Hop;
        const hop = await request(url, count === 0 ? init : {});
        const location = hop.headers.get("location");
        const next = location === null ? null : URL.parse(location, url.href);
        if (next === null || !/^https?:$/.test(next.protocol)) return hop;
        url = next;
      }
      throw new Error(`The browser was sent on more than ${MOST_HOPS} times.`);
    },
  };
}

export type Browser = ReturnType<typeof createBrowser>;

function withoutFragment(url: URL): URL {
  const sent = new URL(url);
  sent.hash = "";
  return sent;
}
