import type { FlowStatus } from "@joinery/contract";
import { isFault, type Sign } from "./sign.ts";
import type { HeldBrowser, Walker } from "./walker.ts";

/** What gives away a fault of an integration that promises to look whose browser finishes. */
export const VERIFIED_SIGNS: Record<string, Sign> = {
  "accepts-forwarded-link": async (walker) => {
    const before = walker.count("token_request");
    const [eve, bob] = [walker.browser("Eve"), walker.browser("Bob")];
    const { url } = await goToService(walker, eve);
    await walker.consent(bob, url.href, "bob.stone");
    const isRight = (await walker.accountsOf("Eve")).length === 0 && walker.count("token_request") === before;
    return isFault(!isRight, "Bob opened Eve's link, and Bob's account was linked to Eve");
  },
  "finishes-for-any-browser": async (walker) => {
    const [eve, bob] = [walker.browser("Eve"), walker.browser()];
    const { authorization_url } = await walker.press("Eve");
    eve.holdAt((url) => url.pathname === "/connect/verified");
    const finish = await eve.open(authorization_url);
    bob.holdAt((url) => url.origin === walker.grounds.service.issuer);
    const { url } = await bob.open(finish.url.href);
    return isFault(
      url.origin === walker.grounds.service.issuer,
      "another browser opened the finish address and went on",
    );
  },
  "claims-late": async (walker) => {
    const before = walker.count("token_request");
    const { flow, authorization_url } = await walker.press("Ada");
    const browser = walker.browser("Ada");
    browser.holdAt((url) => url.pathname === "/connect/callback");
    const { url } = await walker.consent(browser, authorization_url, "john.doe");
    await walker.api("POST", `/v2/connect/${flow}/refuse`, { reason: "cancelled" });
    browser.holdAt(undefined);
    await browser.open(url.href);
    return isFault(walker.count("token_request") > before, "a token request was made for a flow that was over");
  },
  "connects-without-flow": async (walker) => {
    const { status } = await walker.call("POST", `/auth/${walker.place.registered.auth_id}`, { flow: null });
    return isFault(status < 400, `Connect without a flow was answered ${status}`);
  },
  "silent-about-denial": async (walker) => {
    const { hub, sessions } = walker.grounds;
    const { flow, authorization_url } = await walker.press("Ada");
    await walker.consent(walker.browser("Ada"), authorization_url, "john.doe", "Deny");
    const reply = await fetch(`${hub}/connect/${flow}`, {
      headers: { cookie: sessions.Ada, accept: "application/json" },
    });
    const { data } = (await reply.json()) as { data: FlowStatus };
    return isFault(data.state !== "refused", `after Deny the first page reads "${data.state}"`);
  },
};

/** A connect up to Acme Desk's own page. */
async function goToService(walker: Walker, browser: HeldBrowser) {
  const { authorization_url } = await walker.press("Eve");
  browser.holdAt((url) => url.origin === walker.grounds.service.issuer);
  return browser.open(authorization_url);
}
