import { request } from "node:http";
import { openBrowser, type Walker } from "./walker.ts";

/** What a right server was seen to do, or what was wrong. */
export interface Seen {
  right: string;
  wrong?: string | undefined;
}

const seen = (isRight: boolean, what: string): Seen => ({ right: what, wrong: isRight ? undefined : what });

/** What a correct server does besides having none of the faults. */
export const MANNERS: Record<string, (walker: Walker) => Promise<Seen>> = {
  "Connect with bodies of all kinds": async ({ call, place }) => {
    const path = `/auth/${place.registered.auth_id}`;
    const replies = [
      await call("POST", path),
      await call("POST", path, { body: {} }),
      await call("POST", `${path}?a=b`),
    ];
    const statuses = [...replies.map(({ status }) => status), await postChunked(place.connectBase + path, place)];
    return seen(
      statuses.every((status) => status === 200),
      `${statuses}`,
    );
  },
  "refusals are JSON with a code": async ({ call }) => {
    const replies = [
      await call("POST", "/auth/t-1", { secret: null }),
      await call("POST", "/auth/t-1"),
      await call("GET", "/nowhere"),
      await call("DELETE", "/linked-accounts/%2e%2e"),
      await call("POST", "/tickets", { body: {} }),
    ];
    const statuses = replies.map(({ status }) => status);
    const areJson = replies.every(({ type, body }) => type.startsWith("application/json") && body.code !== undefined);
    return seen(areJson && `${statuses}` === "401,404,404,404,400", `${statuses}`);
  },
  "ten Disconnects at once, and one more": async (walker) => {
    const before = walker.grounds.service.liveGrants("john.doe");
    await walker.connect("Ada");
    const [account] = await walker.accountsOf("Ada");
    const path = `/linked-accounts/${account?.linked_account_id}`;
    const replies = await Promise.all(Array.from({ length: 10 }, () => walker.call("DELETE", path)));
    const statuses = replies.map(({ status }) => status).sort();
    const again = (await walker.call("DELETE", path)).status;
    const isOver = walker.grounds.service.liveGrants("john.doe") === before;
    const areRight = statuses[0] === 200 && statuses.every((status) => status === 200 || status === 404);
    return seen(areRight && again === 404 && isOver, `${statuses}; then ${again}`);
  },
  "Deny ends at a page without code and state": async (walker) => {
    const { url, status } = await walker.connect("Ada", "john.doe", "Deny");
    const isFriendly = status === 200 || url.origin === walker.grounds.hub;
    return seen(isFriendly && url.search === "", url.pathname);
  },
  "a preview of the authorization URL uses nothing up": async (walker) => {
    const { authorization_url } = await walker.press("Ada");
    const isOwnPage = authorization_url.startsWith(walker.place.connectBase);
    const looks = isOwnPage
      ? [
          await fetch(authorization_url, { method: "HEAD", redirect: "manual" }),
          await fetch(authorization_url, { headers: { "sec-purpose": "prefetch" }, redirect: "manual" }),
        ]
      : [];
    await walker.consent(openBrowser(walker.grounds, "Ada"), authorization_url, "john.doe");
    const isLinked = (await walker.accountsOf("Ada")).length === 1;
    return seen(isLinked, isOwnPage ? `previews ${looks.map(({ status }) => status)}; linked` : "no page of its own");
  },
  "a link that is forwarded from Acme Desk's page": async (walker) => {
    const [eve, bob] = [walker.browser("Eve"), walker.browser()];
    const { authorization_url } = await walker.press("Eve");
    eve.holdAt((url) => url.origin === walker.grounds.service.issuer);
    const { url } = await eve.open(authorization_url);
    await walker.consent(bob, url.href, "bob.stone");
    const isLinked = (await walker.accountsOf("Eve")).length === 1;
    const isBound = walker.place.language !== "java";
    return seen(isLinked !== isBound, isLinked ? "linked; it has no page of its own to prevent it" : "refused");
  },
};

/** A body whose length is not announced (RFC 9112, 7.1). */
function postChunked(url: string, { registered, kind }: Walker["place"]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      "blink-auth-proxysecret": registered.proxy_secret,
      "blink-auth-userid": "u-1",
      "x-something-else": "1",
      "transfer-encoding": "chunked",
      ...(kind === "verified" ? { "joinery-flow": "f-00000000-0000-4000-8000-000000000000" } : {}),
    };
    const call = request(url, { method: "POST", headers }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    });
    call.once("error", reject);
    call.write("{");
    call.end("}");
  });
}
