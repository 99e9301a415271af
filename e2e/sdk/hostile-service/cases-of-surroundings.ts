import { type Case, connect } from "./case.ts";
import { goToCallback } from "./cases-of-answers.ts";

const BEFORE = "refused before the flow was claimed";

/** Attacks that need more than a lying service: other servers, proxies in between, a second integration. */
export const SURROUNDING_CASES: readonly Case[] = [
  {
    name: "mix-up: the code of another service with the name of that service",
    lies: {
      answer: ({ honest }) => {
        honest.searchParams.set("code", "code-of-the-honest-service");
        honest.searchParams.set("iss", "https://honest.example");
        return honest;
      },
    },
    ends: BEFORE,
  },
  {
    name: "mix-up: the answer reaches another integration on the same origin, with the same secrets",
    lies: { answer: ({ honest }) => honest },
    ends: BEFORE,
    async story(stage) {
      const { flow, browser, callback } = await goToCallback(stage, "ada");
      const cookie = [...browser.jar].map(([key, value]) => `${key.split(" ")[1]}=${value}`).join("; ");
      const answer = await stage.neighbour?.fetch(new Request(callback, { headers: { cookie } }));
      return { flow, last: await (await stage.newBrowser()).open(answer?.headers.get("location") ?? "") };
    },
    onlyFake: "one integration listens behind that hub",
  },
  {
    name: "resource server: an address that was not declared",
    lies: {},
    ends: "linked",
    story: fetching(() => "https://evil.example/collect"),
    also: (_stage, { answer }) => (answer?.status === 200 ? ["the action reached it"] : []),
  },
  {
    name: "resource server: an address with the declared one as its user",
    lies: {},
    ends: "linked",
    story: fetching(({ issuer }) => `https://${new URL(issuer).host}@evil.example/`),
    also: (_stage, { answer }) => (answer?.status === 200 ? ["the action reached it"] : []),
  },
  {
    name: "resource server: it sends the request on to somebody else",
    lies: { userinfo: () => ({ status: 307, headers: { location: "https://evil.example/collect" } }) },
    ends: "linked",
    story: fetching(({ issuer }) => `${issuer}/userinfo`),
    also: (_stage, { answer }) => (answer?.body.includes("307") ? [] : ["the answer was not handed to the action"]),
  },
  {
    name: "open redirect: an answer that names a place to go to",
    lies: {
      answer: ({ honest }) => {
        for (const name of ["redirect_uri", "return_to", "next", "url", "hub"]) {
          honest.searchParams.set(name, "https://evil.example/");
        }
        return honest;
      },
    },
    ends: "linked",
  },
  {
    name: "reverse proxy: headers that name another host",
    lies: { answer: ({ honest }) => honest },
    ends: "linked",
    async story(stage) {
      const { flow, browser, callback } = await goToCallback(stage, "ada");
      const headers = {
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "http",
        forwarded: "host=evil.example;proto=http",
        "x-original-url": "/connect/ended",
      };
      return { flow, last: await browser.open(callback, { headers }) };
    },
  },
  {
    name: "preview: something looks at the answer before the person does",
    lies: { answer: ({ honest }) => honest },
    ends: "linked",
    async story(stage) {
      const { flow, browser, callback } = await goToCallback(stage, "ada");
      const previews = [
        { method: "HEAD" },
        { headers: { "sec-purpose": "prefetch" } },
        { headers: { "sec-fetch-dest": "image" } },
      ];
      const looks = [];
      for (const init of previews) looks.push(await browser.request(callback, init));
      // A preview is told to come back later; that is no failure of ours.
      for (const hop of looks) hop.status = 0;
      return { flow, last: await browser.open(callback) };
    },
    also: ({ desk }, { last }) =>
      last?.url.origin === desk && !last.url.pathname.endsWith("/done") ? ["a preview used the code"] : [],
  },
];

function fetching(address: (service: { issuer: string }) => string): NonNullable<Case["story"]> {
  return async (stage) => {
    const told = await connect(stage);
    const answer = await stage.act("/fetch", { url: address(stage.service) });
    return { ...told, answer: { status: answer.status, body: await answer.text() } };
  };
}
