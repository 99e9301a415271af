import { type Case, connect } from "./case.ts";
import { ISSUER } from "./hostile-server.ts";
import type { AnswerTold } from "./lies.ts";
import type { Stage } from "./stage.ts";

const BEFORE = "refused before the flow was claimed";

/** Changes the address that the browser is sent to. */
function answering(change: (query: URLSearchParams, told: AnswerTold) => void) {
  return (told: AnswerTold) => {
    change(told.honest.searchParams, told);
    return told.honest;
  };
}

/** The authorization response: everything that a browser can bring to the callback. */
const ISSUERS: readonly Case[] = [
  ["of another service", "https://evil.example"],
  ["with a slash at its end", `${ISSUER}/`],
  ["in capitals", ISSUER.toUpperCase()],
  ["empty", ""],
].map(([what = "", iss = ""]) => ({
  name: `iss ${what}`,
  lies: { answer: answering((query) => query.set("iss", iss)) },
  ends: BEFORE,
}));

const STATES: readonly Case[] = [
  ["missing", answering((query) => query.delete("state"))],
  ["empty", answering((query) => query.set("state", ""))],
  ["cut short", answering((query) => query.set("state", (query.get("state") ?? "").slice(0, -1)))],
  ["without its random half", answering((query) => query.set("state", (query.get("state") ?? "").split(".")[0] ?? ""))],
  ["in capitals", answering((query) => query.set("state", (query.get("state") ?? "").toUpperCase()))],
  ["longer than it was", answering((query) => query.set("state", `${query.get("state")}x`))],
  ["twice, the same", answering((query) => query.append("state", query.get("state") ?? ""))],
  ["twice, a foreign one first", answering((query) => prepend(query, "state", "foreign"))],
  ["under the name of an array", answering((query) => rename(query, "state", "state[]"))],
].map(([what, answer]) => ({ name: `state ${what}`, lies: { answer: answer as never }, ends: BEFORE }));

export const ANSWER_CASES: readonly Case[] = [
  ...ISSUERS,
  {
    name: "iss missing although it was announced",
    lies: { answer: answering((query) => query.delete("iss")) },
    ends: BEFORE,
  },
  { name: "iss twice, the same", lies: { answer: answering((query) => query.append("iss", ISSUER)) }, ends: BEFORE },
  {
    name: "iss twice, a foreign one last",
    lies: { answer: answering((query) => query.append("iss", "https://evil.example")) },
    ends: BEFORE,
  },
  ...STATES,
  { name: "code missing", lies: { answer: answering((query) => query.delete("code")) }, ends: BEFORE },
  { name: "code twice", lies: { answer: answering((query) => query.append("code", "other")) }, ends: BEFORE },
  {
    name: "code empty",
    lies: { answer: answering((query) => query.set("code", "")) },
    ends: "refused before the code was used",
  },
  {
    name: "code together with an error",
    lies: { answer: answering((query) => query.set("error", "server_error")) },
    ends: BEFORE,
  },
  {
    name: "code together with access_denied",
    lies: { answer: answering((query) => query.set("error", "access_denied")) },
    ends: BEFORE,
  },
  {
    name: "code with line breaks and a null character",
    lies: { answer: answering((query) => query.set("code", "a\r\nx-evil: 1\0")) },
    ends: "refused, nothing was granted",
  },
  {
    name: "code of 8,000 characters",
    lies: { answer: answering((query) => query.set("code", "c".repeat(8_000))) },
    ends: "refused, nothing was granted",
  },
  {
    name: "error text that is a script",
    lies: {
      answer: answering((query) => {
        query.delete("code");
        query.set("error", "<script>alert(1)</script>");
        query.set("error_description", "<img src=x onerror=alert(1)>");
        query.set("error_uri", "javascript:alert(1)");
      }),
    },
    ends: BEFORE,
    also: ({ hops }) => (hops.some(({ body }) => body.includes("alert(1)")) ? ["a page repeats the script"] : []),
  },
  {
    name: "access token in the answer instead of a code",
    lies: {
      answer: answering((query) => {
        query.delete("code");
        query.set("access_token", "injected-access-token");
        query.set("token_type", "Bearer");
      }),
    },
    ends: BEFORE,
  },
  {
    name: "access token in the answer beside a code",
    lies: { answer: answering((query) => query.set("access_token", "injected-access-token")) },
    ends: "linked",
    also: (_stage, _told, [account]) =>
      account?.access_token === "injected-access-token" ? ["the injected token was stored"] : [],
  },
  ...["id_token", "token", "response"].map(
    (name): Case => ({
      name: `${name} of another flow beside a code`,
      lies: { answer: answering((query) => query.set(name, "eyJhbGciOiJub25lIn0.e30.")) },
      ends: "refused before the code was used",
    }),
  ),
  {
    name: "answer in the fragment, which no server sees",
    lies: {
      answer: ({ honest }) => {
        honest.hash = honest.search.slice(1);
        honest.search = "";
        return honest;
      },
    },
    ends: BEFORE,
  },
  {
    name: "answer at the finish address of the hub",
    notInBlink: "there is no such address",
    lies: {
      answer: ({ honest }) => {
        honest.pathname = "/connect/verified";
        return honest;
      },
    },
    ends: BEFORE,
  },
  {
    name: "answer as a form that is posted",
    lies: { answer: ({ honest }) => honest },
    ends: BEFORE,
    async story(stage) {
      const { flow, url } = await stage.press();
      const browser = await stage.newBrowser();
      const { url: callback } = await browser.open(url, { stopAt: isCallback });
      const [address = "", query = ""] = callback.href.split("?");
      return { flow, last: await browser.open(address, { method: "POST", body: new URLSearchParams(query) }) };
    },
  },
  {
    name: "parameters that are names of every object",
    lies: {
      answer: answering((query) => {
        for (const name of ["__proto__", "constructor", "prototype", "toString"]) query.set(name, "polluted");
      }),
    },
    ends: "linked",
    also: () => (({}) as { polluted?: string }).polluted === undefined ? [] : ["Object.prototype was changed"],
  },
  {
    name: "two thousand parameters more",
    lies: {
      answer: answering((query) => {
        for (let n = 0; n < 2_000; n += 1) query.set(`p${n}`, "x");
      }),
    },
    ends: "linked",
  },
  {
    name: "the whole answer a second time, after it was used",
    lies: { answer: ({ honest }) => honest },
    ends: "linked",
    async story(stage) {
      const { flow, url } = await stage.press();
      const browser = await stage.newBrowser();
      const { url: callback } = await browser.open(url, { stopAt: isCallback });
      await browser.open(callback);
      return { flow, last: await browser.open(callback) };
    },
    also: ({ service }) => (service.tokenRequests.length === 1 ? [] : ["the code was exchanged twice"]),
  },
  {
    name: "the whole answer, twice at once",
    lies: { answer: ({ honest }) => honest },
    ends: "linked",
    async story(stage) {
      const { flow, url } = await stage.press();
      const browser = await stage.newBrowser();
      const { url: callback } = await browser.open(url, { stopAt: isCallback });
      const [last] = await Promise.all([browser.open(callback), browser.open(callback)]);
      return { flow, ...(last ? { last } : {}) };
    },
    also: ({ service }) => (service.tokenRequests.length === 1 ? [] : ["the code was exchanged twice"]),
  },
  {
    name: "the answer in a browser that began nothing",
    lies: { answer: ({ honest }) => honest },
    ends: BEFORE,
    story: async (stage) => {
      const { flow, callback } = await goToCallback(stage, "eve");
      return { flow, last: await (await stage.newBrowser("ada")).open(callback) };
    },
  },
  {
    name: "the answer to Eve in Ada's browser, which has a connect of her own",
    lies: { answer: ({ honest }) => honest },
    ends: BEFORE,
    story: async (stage) => {
      const eve = await goToCallback(stage, "eve");
      const ada = await goToCallback(stage, "ada");
      return { flow: eve.flow, last: await ada.browser.open(eve.callback) };
    },
  },
  {
    name: "the code of Eve with the state of Ada",
    lies: { answer: ({ honest }) => honest },
    ends: "refused, nothing was granted",
    story: withForeignCode,
  },
  {
    name: "the code of Eve with the state of Ada, at a service that ignores PKCE",
    lies: { answer: ({ honest }) => honest, ignoresPkce: true },
    ends: "refused and withdrawn",
    story: withForeignCode,
  },
  {
    name: "an honest answer",
    lies: { answer: ({ honest }) => honest },
    ends: "linked",
    story: connect,
  },
];

async function withForeignCode(stage: Stage) {
  const eve = await goToCallback(stage, "eve");
  const ada = await goToCallback(stage, "ada");
  ada.callback.searchParams.set("code", eve.callback.searchParams.get("code") ?? "");
  return { flow: ada.flow, last: await ada.browser.open(ada.callback) };
}

/** Somebody goes as far as the service, and is not sent back yet. */
export async function goToCallback(stage: Stage, user: "ada" | "eve") {
  const { flow, url } = await stage.press(user);
  const browser = await stage.newBrowser(user);
  const { url: callback } = await browser.open(url, { stopAt: isCallback });
  return { flow, browser, callback };
}

export function isCallback(url: URL): boolean {
  return url.pathname === "/connect/callback";
}

function prepend(query: URLSearchParams, name: string, value: string): void {
  const honest = query.get(name) ?? "";
  query.set(name, value);
  query.append(name, honest);
}

function rename(query: URLSearchParams, from: string, to: string): void {
  query.set(to, query.get(from) ?? "");
  query.delete(from);
}
