import type { Clock } from "../clock.ts";

/** A browser with a cookie jar that knows one origin, follows nothing and runs nothing. */
export function createBrowser(fetch: (request: Request) => Promise<Response>, clock: Clock) {
  const jar = new Map<string, { value: string; until: number }>();

  const cookieHeader = () => {
    const now = clock.now().getTime();
    return [...jar]
      .filter(([, { until }]) => until > now)
      .map(([name, { value }]) => `${name}=${value}`)
      .join("; ");
  };

  async function open(
    url: string,
    init: { method?: string; headers?: Record<string, string>; form?: Record<string, string> } = {},
  ): Promise<Response> {
    const headers = new Headers({ ...(jar.size > 0 ? { cookie: cookieHeader() } : {}), ...init.headers });
    const body = init.form === undefined ? null : new URLSearchParams(init.form);
    const answer = await fetch(new Request(url, { method: init.method ?? "GET", headers, body }));
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", value = ""] = pair.split("=");
      const maxAge = Number(/Max-Age=(\d+)/.exec(line)?.[1] ?? 0);
      if (maxAge === 0) jar.delete(name);
      else jar.set(name, { value, until: clock.now().getTime() + maxAge * 1_000 });
    }
    return answer;
  }

  return {
    jar,
    cookieHeader,
    open,
    /** Opens a page that redirects; where to. */
    async locationOf(url: string): Promise<string> {
      const answer = await open(url);
      return answer.headers.get("location") ?? "";
    },
  };
}

export type FakeBrowser = ReturnType<typeof createBrowser>;
