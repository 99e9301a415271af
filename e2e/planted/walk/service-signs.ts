import { isFault, type Sign } from "./sign.ts";
import { type Walker, withdraw } from "./walker.ts";

const ROUNDS = 5;

/** What gives away a fault when the external service can be looked into. */
export const SERVICE_SIGNS: Record<string, Sign> = {
  "html-on-delete": async (walker) => {
    const { type, status } = await walker.call("DELETE", `/linked-accounts/${await linked(walker)}`);
    return isFault(status !== 200 || !type.startsWith("application/json"), `Disconnect was answered ${status} ${type}`);
  },
  "deletes-foreign-account": async (walker) => {
    const path = `/linked-accounts/${await linked(walker)}`;
    const { status } = await walker.call("DELETE", path, { user: walker.grounds.users.Eve });
    const left = (await walker.accountsOf("Ada")).length;
    return isFault(status !== 404 || left !== 1, `Eve's Disconnect of Ada's account was answered ${status}`);
  },
  "deletes-before-revoking": leavesAccess,
  "never-revokes": leavesAccess,
  "revokes-access-token-only": leavesAccess,
  "deletes-although-not-revoked": async (walker) => {
    const path = `/linked-accounts/${await linked(walker)}`;
    walker.grounds.letIn(walker.place, "another secret");
    const { status } = await walker.call("DELETE", path);
    const left = (await walker.accountsOf("Ada")).length;
    return isFault(left === 0, `Acme Desk refused the revocation; Disconnect was answered ${status} and deleted`);
  },
  "keeps-unsaved-grant": async (walker) => {
    const { service, users } = walker.grounds;
    const before = service.liveGrants("john.doe");
    const { body } = await walker.call("POST", `/auth/${walker.place.registered.auth_id}`, { user: users.Bob });
    await walker.consent(walker.browser("Bob"), String(body.data?.authorization_url), "john.doe");
    return isFault(service.liveGrants("john.doe") > before, "tokens that the hub refused to store are still good");
  },
  "exchanges-denied": async (walker) => {
    const before = walker.count("token_request");
    await walker.connect("Ada", "john.doe", "Deny");
    return isFault(walker.count("token_request") > before, "a token request was made after Deny");
  },
  "callback-twice": async (walker) => {
    const before = walker.count("token_request");
    const browser = walker.browser("Ada");
    browser.holdAt((url) => url.pathname === "/connect/callback");
    const { authorization_url } = await walker.press("Ada");
    const { url } = await walker.consent(browser, authorization_url, "john.doe");
    browser.holdAt(undefined);
    await browser.open(url.href);
    await browser.open(url.href);
    const requests = walker.count("token_request") - before;
    return isFault(requests !== 1, `one callback, opened twice, made ${requests} token requests`);
  },
  "token-in-redirect": async (walker) => {
    const { url } = await walker.connect("Ada");
    const [account] = await walker.accountsOf("Ada");
    return isFault(url.href.includes(account?.access_token ?? "none"), "the last page has the token in its address");
  },
  "refreshes-in-parallel": async (walker) => {
    await linked(walker);
    // Whether refreshes overlap is a matter of luck on a busy machine: several rounds.
    for (let round = 0; round < ROUNDS; round++) {
      const before = walker.count("refresh");
      walker.grounds.service.expireAccessTokens("john.doe");
      const replies = await Promise.all(Array.from({ length: 8 }, () => walker.act("Ada")));
      const statuses = replies.map(({ status }) => status);
      const refreshes = walker.count("refresh") - before;
      const isRight = refreshes === 1 && statuses.every((status) => status === 201);
      if (!isRight) return `eight actions at once: ${refreshes} refreshes, answers ${statuses}`;
    }
    return undefined;
  },
  "loses-rotated-token": async (walker) => {
    await linked(walker);
    const statuses = [];
    for (const title of ["first", "second"]) {
      walker.grounds.service.expireAccessTokens("john.doe");
      statuses.push((await walker.act("Ada", title)).status);
    }
    return isFault(
      statuses.some((status) => status !== 201),
      `two expired tokens in a row: answers ${statuses}`,
    );
  },
  "never-asks-to-reconnect": async (walker) => {
    await linked(walker);
    const [account] = await walker.accountsOf("Ada");
    await withdraw(walker.grounds, walker.place, account?.refresh_token ?? "");
    const { status } = await walker.act("Ada");
    const [after] = await walker.accountsOf("Ada");
    return isFault(!after?.requires_reauthentication, `access ended over there; ${status}, and no mark at the hub`);
  },
  "marks-on-outage": async (walker) => {
    await linked(walker);
    walker.grounds.service.expireAccessTokens("john.doe");
    walker.grounds.letIn(walker.place, "another secret");
    const { status } = await walker.act("Ada");
    const [account] = await walker.accountsOf("Ada");
    const isRight = account?.requires_reauthentication === false && status >= 500;
    return isFault(!isRight, `Acme Desk could not refresh for a moment; ${status}, and the user has to reconnect`);
  },
  "disconnects-first-account": async (walker) => {
    await walker.connect("Ada", "john.doe");
    await walker.connect("Ada", "bob.stone");
    const [, second] = await walker.accountsOf("Ada");
    await walker.call("DELETE", `/linked-accounts/${second?.linked_account_id}`);
    const left = await walker.accountsOf("Ada");
    const isRight = left.length === 1 && left[0]?.linked_account_id !== second?.linked_account_id;
    return isFault(!isRight, "of two accounts the one that was not named was disconnected");
  },
};

/** Through the hub, as a person: the receipt and what Acme Desk knows must agree. */
async function leavesAccess(walker: Walker): Promise<string | undefined> {
  const { service } = walker.grounds;
  const before = service.liveGrants("john.doe");
  const receipt = await walker.disconnect("Ada", await linked(walker));
  const left = service.liveGrants("john.doe") - before;
  const said = `${receipt.acknowledged.state}, ${receipt.withdrawn.state}`;
  const isRight = left === 0 && receipt.acknowledged.state === "acknowledged" && receipt.withdrawn.state === "revoked";
  return isFault(!isRight, `receipt: ${said}; accesses of john.doe that live on: ${left}`);
}

async function linked(walker: Walker): Promise<string> {
  const { url } = await walker.connect("Ada");
  const [account] = await walker.accountsOf("Ada");
  if (account === undefined) throw new Error(`Nothing was linked; the connect ended at ${url.pathname}.`);
  return account.linked_account_id;
}
