import { dataOf, type PersonName, type TestHub } from "./start-hub.ts";

/** A browser that keeps its cookies, signed in as nobody at first. */
export interface TestBrowser {
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: unknown): Promise<Response>;
  /** Signs in on the development page; answers where the browser goes next. */
  signIn(person: PersonName): Promise<string>;
}

/** Opens a browser of its own at a hub. */
export function openBrowser(hub: TestHub): TestBrowser {
  const cookies = new Map<string, string>();
  const cookieHeader = (): Record<string, string> =>
    cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };

  function keep(reply: Response): Response {
    for (const line of reply.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return reply;
  }
  const browser: TestBrowser = {
    cookies,
    get: async (path, headers = {}) => keep(await hub.stranger.get(path, { ...cookieHeader(), ...headers })),
    post: async (path, body) => keep(await hub.stranger.post(path, body, cookieHeader())),
    signIn: async (person) => {
      const reply = await browser.post("/api/sign-in/development", { user_id: hub.users[person] });
      return (await dataOf<{ next: string }>(reply)).next;
    },
  };
  return browser;
}
