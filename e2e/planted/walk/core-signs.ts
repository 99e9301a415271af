import { isFault, type Sign } from "./sign.ts";

const TEN_SECONDS = 10_000;
const UNKNOWN = "/linked-accounts/k-00000000-0000-4000-8000-000000000000";

/** What gives away a fault to somebody who has no more than URL, ids and secret. */
export const CORE_SIGNS: Record<string, Sign> = {
  "ignores-secret": async ({ call, place }) => {
    const path = `/auth/${place.registered.auth_id}`;
    const replies = await Promise.all([
      call("POST", path, { secret: null }),
      call("POST", path, { secret: "a guess" }),
    ]);
    return isFault(
      replies.some(({ status }) => status < 400),
      "Connect without the secret was answered 200",
    );
  },
  "prefix-secret": async ({ call, place }) => {
    const { auth_id, proxy_secret } = place.registered;
    const guesses = [`${proxy_secret.slice(0, -3)}xxx`, proxy_secret.slice(0, -3), `${proxy_secret}x`];
    const replies = await Promise.all(guesses.map((secret) => call("POST", `/auth/${auth_id}`, { secret })));
    const taken = replies.filter(({ status }) => status < 400).length;
    return isFault(taken > 0, `${taken} of 3 secrets that are only nearly right were taken`);
  },
  "wrong-envelope": async ({ call, place }) => {
    const { text, body } = await call("POST", `/auth/${place.registered.auth_id}`, { body: {} });
    const isRight = body.code === "OK" && typeof body.data?.authorization_url === "string";
    return isFault(!isRight, `Connect was answered ${text.replace(/http[^"]+/, "…")}`);
  },
  "blocks-20s": async ({ call, place }) => {
    const signal = AbortSignal.timeout(TEN_SECONDS);
    const isTimely = await call("POST", `/auth/${place.registered.auth_id}`, { signal }).then(
      () => true,
      () => false,
    );
    return isFault(!isTimely, "no answer to Connect within 10 seconds");
  },
  "token-in-url": async ({ call, place }) => {
    const url = await urlOf(call, place.registered.auth_id);
    const secrets = { ...place.registered, client: place.clientSecret };
    const found = (["proxy_secret", "api_token", "client"] as const).filter((name) => url.includes(secrets[name]));
    return isFault(found.length > 0, `the authorization URL contains: ${found}`);
  },
  "same-url-twice": async ({ call, place }) => {
    const [first, second] = [await urlOf(call, place.registered.auth_id), await urlOf(call, place.registered.auth_id)];
    return isFault(first === second, "two Connects got the same authorization URL");
  },
  "user-from-query": async ({ press, browser, consent, accountsOf, grounds }) => {
    const { authorization_url } = await press("Ada");
    await press("Eve");
    const forged = authorization_url.replaceAll(grounds.users.Ada, grounds.users.Eve);
    await consent(browser(), forged, "john.doe");
    return isFault((await accountsOf("Eve")).length > 0, "with another user in the address, that user got the account");
  },
  "unknown-auth-id-accepted": async ({ call }) => {
    const { status } = await call("POST", "/auth/t-00000000-0000-4000-8000-000000000000");
    return isFault(status !== 404, `Connect with an unknown Auth ID was answered ${status}`);
  },
  "needs-body": async ({ call, place }) => {
    const replies = [await call("POST", `/auth/${place.registered.auth_id}`), await call("DELETE", UNKNOWN)];
    return isFault(
      replies.some(({ status }) => status === 400),
      "a call without a body was answered 400",
    );
  },
  "leaks-secret": async ({ call, place }) => {
    const replies = [await call("DELETE", UNKNOWN), await call("GET", "/nowhere"), await call("POST", "/auth/t-1")];
    const leaks = replies.filter(({ text }) => text.includes(place.registered.proxy_secret)).length;
    return isFault(leaks > 0, `${leaks} of 3 refusals repeat the proxy secret`);
  },
  "500-on-unknown-account": async ({ call }) => {
    const { status } = await call("DELETE", "/linked-accounts/k-never-seen");
    return isFault(status !== 404, `Disconnect of an unknown account was answered ${status}`);
  },
  "500-on-repeated-delete": async ({ call }) => {
    const statuses = [];
    for (let time = 0; time < 3; time++) statuses.push((await call("DELETE", UNKNOWN)).status);
    return isFault(
      statuses.some((status) => status !== 404),
      `Disconnect three times was answered ${statuses}`,
    );
  },
};

async function urlOf(call: Parameters<Sign>[0]["call"], authId: string): Promise<string> {
  const { body, text } = await call("POST", `/auth/${authId}`);
  return typeof body.data?.authorization_url === "string" ? body.data.authorization_url : text;
}
