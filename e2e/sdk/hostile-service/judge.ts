import { createHash } from "node:crypto";
import { type Case, connect, type Ending, type Told } from "./case.ts";
import { CLIENT } from "./hostile-server.ts";
import type { Place } from "./lies.ts";
import type { Stage, StoredAccount } from "./stage.ts";

/** How a case ended, and what was wrong with it: nothing, when the SDK did well. */
export interface Verdict {
  ending: Ending | "access left behind";
  faults: readonly string[];
}

/** Lets a case happen on a stage that was set for it, and judges. */
export async function runCase(tried: Case, stage: Stage): Promise<Verdict> {
  const told = await (tried.story ?? connect)(stage);
  const accounts = await stage.accounts();
  const ending = await endingOf(stage, told, accounts);
  const places = tried.places ?? (Object.keys(tried.lies) as Place[]);
  const faults = [
    ending !== tried.ends && `it ended "${ending}" instead of "${tried.ends}"`,
    ...places
      .filter((place) => !stage.service.lied.has(place))
      .map((place) => `the service never got to lie at ${place}`),
    (await stage.flow(told.flow)).state === "claimed" && "the flow was left claimed, and nobody is told",
    ...requestFaults(stage),
    ...stage.astray.map(({ method, url }) => `somebody else was asked: ${method} ${url}`),
    ...headerFaults(stage),
    ...pageFaults(stage, told),
    ...stage.hops.filter(({ status }) => status >= 500).map(({ url, status }) => `${url.pathname} answered ${status}`),
    ...leaks(stage, told),
    ...((await tried.also?.(stage, told, accounts)) ?? []),
  ];
  return { ending, faults: faults.filter((fault) => typeof fault === "string") };
}

async function endingOf({ service, ...stage }: Stage, { flow }: Told, accounts: readonly StoredAccount[]) {
  const { state, reason } = await stage.flow(flow);
  if (accounts.length > 0 || state === "completed") return "linked";
  if (reason === "outcome_unknown") return "refused, on the administrator's list";
  if (stage.claims() === 0) return "refused before the flow was claimed";
  if (service.tokenRequests.length === 0) return "refused before the code was used";
  if (service.live.size > 0) return "access left behind";
  const isGranted = service.secrets.some((secret) => secret.startsWith("canary-access"));
  return isGranted ? "refused and withdrawn" : "refused, nothing was granted";
}

/** What the SDK must ask and send, whoever listens (RFC 9700, 2.1 and 2.1.1). */
function requestFaults({ service, desk }: Stage): (string | false)[] {
  const challenges = new Set(service.asked.map((asked) => asked.get("code_challenge")));
  return [
    ...service.asked.flatMap((asked) => [
      asked.get("code_challenge_method") !== "S256" && "an authorization request had no S256 challenge",
      !/^[\w-]{43}$/.test(asked.get("code_challenge") ?? "") && "an authorization request had no challenge",
      (asked.get("state") ?? "").length < 43 && "an authorization request had no state of 256 bits",
      asked.get("response_type") !== "code" && "another flow than the code flow was asked for",
      asked.get("redirect_uri") !== `${desk}/connect/callback` && "another redirect address was asked for",
      asked.has("client_secret") && "the client secret was in the address",
    ]),
    ...service.tokenRequests.flatMap(({ form }) => [
      !challenges.has(digestOf(form.get("code_verifier"))) && "a token request had no verifier that fits a challenge",
      form.get("redirect_uri") !== `${desk}/connect/callback` && "a token request had another redirect address",
    ]),
    challenges.size !== service.asked.length && "a challenge was used twice",
  ];
}

function digestOf(verifier: string | null): string {
  return createHash("sha256")
    .update(verifier ?? "")
    .digest("base64url");
}

/** A person must end on a page that says what to do, at an address without code and state. */
function pageFaults(
  { hub, desk, lastPages = /^\/connect\/(ended|failed)$/ }: Stage,
  { last, flow }: Told,
): (string | false)[] {
  if (last === undefined) return ["nobody saw how it ended"];
  const { url, body, status } = last;
  const isHubs = url.origin === hub && url.pathname === `/connect/${flow}/done`;
  const isOurs = url.origin === desk && lastPages.test(url.pathname);
  return [
    !isHubs && !isOurs && `the browser ended at ${url.origin}${url.pathname} (${status})`,
    isOurs && !/press Connect|close this window/i.test(body) && "our last page does not say what to do",
    (url.search !== "" || url.hash !== "") && "the last address carries something",
  ];
}

/** What every answer to a browser carries (RFC 9700, 4.2.4, 4.12 and 4.16). */
function headerFaults({ hops, desk }: Stage): (string | false)[] {
  return hops
    .filter(({ url, status }) => url.origin === desk && status > 0)
    .flatMap(({ url: { pathname }, status, headers }) => {
      const policy = headers.get("content-security-policy") ?? "";
      const isPage = headers.get("content-type")?.startsWith("text/html");
      return [
        status >= 300 && status < 400 && status !== 303 && `${pathname} redirects with ${status}`,
        status === 303 && headers.get("referrer-policy") !== "no-referrer" && `${pathname} lets a referrer out`,
        isPage && !policy.includes("frame-ancestors 'none'") && `${pathname} may be framed`,
        isPage && !policy.includes("default-src 'none'") && `${pathname} may load something`,
        !/no-store/.test(headers.get("cache-control") ?? "") && `${pathname} may be kept`,
      ].filter((fault) => fault !== undefined);
    });
}

function leaks({ service, log, hops, secrets, desk, integration: _ }: Stage, { last }: Told): string[] {
  const verifiers = service.tokenRequests.map(({ form }) => form.get("code_verifier") ?? "-");
  const secret = [...secrets, CLIENT.secret, ...service.secrets, ...verifiers];
  const found = (text: string) => secret.some((each) => each.length > 8 && text.includes(each));
  const pages = hops.filter(({ url }) => url.origin === desk).map(({ body }) => body);
  return [
    ...(found(JSON.stringify(log)) ? ["a secret is in the log"] : []),
    ...(found(pages.join("\n")) ? ["a secret is in a page"] : []),
    ...(found(last?.url.href ?? "") ? ["a secret is in the last address"] : []),
  ];
}
