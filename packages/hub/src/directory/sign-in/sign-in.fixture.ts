import type { MeView, SignInView } from "@joinery/contract/pages";
import { openBrowser, type TestBrowser } from "../../testing/browser.ts";
import {
  openProviderBrowser,
  startIdentityProvider,
  type TestIdentityProvider,
} from "../../testing/identity-provider.ts";
import { dataOf, startHub, type TestHub } from "../../testing/start-hub.ts";
import type { SignInSettings } from "./settings.ts";

/** A hub whose people sign in by a provider that knows Ada (with a verified e-mail) and Grace (who is not in the directory). */
export interface SignInWorld extends AsyncDisposable {
  hub: TestHub;
  idp: TestIdentityProvider;
  /** A browser nobody has signed in to. */
  open(): Visitor;
}

/** One browser, at the hub and at the provider. */
export interface Visitor extends TestBrowser {
  /** Begins a sign-in; answers where the hub sends the browser. */
  start(path?: string, headers?: Record<string, string>): Promise<string>;
  /** Goes to the provider and proves to be somebody; answers the way back. */
  prove(subject: string, path?: string): Promise<string>;
  /** The whole way; answers where the browser ends. */
  signInAt(subject: string, path?: string): Promise<string>;
  /** Follows a way back; answers where the hub sends the browser then. */
  comeBack(callback: string): Promise<string>;
  signOutThere(address: string): Promise<URL>;
  denyThere(address: string): Promise<URL>;
  me(): Promise<MeView>;
  view(): Promise<SignInView>;
}

export const ORIGIN = "http://127.0.0.1:4000";
const FROM_OUR_PAGE = { "sec-fetch-site": "same-origin" };

export const ADA = {
  name: "Ada King",
  given_name: "Ada",
  family_name: "King",
  email: "Ada@Engines.example",
  email_verified: true,
};

export async function startSignInWorld(settings: Partial<SignInSettings> = {}): Promise<SignInWorld> {
  const idp = await startIdentityProvider(ORIGIN);
  idp.people.set("ada", { ...ADA });
  idp.people.set("grace", { name: "Grace Hopper", email: "grace@engines.example", email_verified: true });
  const hub = await startHub({ signIn: { ...idp.settings, ...settings } });
  return {
    hub,
    idp,
    open: () => openVisitor(hub),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await idp[Symbol.asyncDispose]();
    },
  };
}

function openVisitor(hub: TestHub): Visitor {
  const browser = openBrowser(hub);
  const there = openProviderBrowser();
  const placeOf = (reply: Response) => `${reply.headers.get("location")}`;
  const visitor: Visitor = {
    ...browser,
    start: async (path = "/sign-in/start", headers = FROM_OUR_PAGE) => placeOf(await browser.get(path, headers)),
    prove: async (subject, path) => {
      const back = await there.signIn(await visitor.start(path), subject);
      return `${back.pathname}${back.search}`;
    },
    comeBack: async (callback) => placeOf(await browser.get(callback)),
    signInAt: async (subject, path) => visitor.comeBack(await visitor.prove(subject, path)),
    signOutThere: (address) => there.signOut(address),
    denyThere: (address) => there.deny(address),
    me: async () => dataOf<MeView>(await browser.get("/api/me")),
    view: async () => dataOf<SignInView>(await browser.get("/api/sign-in")),
  };
  return visitor;
}
