import { Refusal } from "./answers.mjs";

const FIVE_SECONDS = 5_000;

async function call(url, init, unreachable) {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(FIVE_SECONDS), ...init });
    const text = await response.text();
    return { status: response.status, body: parseOrNothing(text) };
  } catch (cause) {
    throw new Refusal(502, unreachable.code, unreachable.sentence, { cause });
  }
}

function parseOrNothing(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The hub's API about linked accounts. Success is `{code, message, data}`; we want `data`. */
export function createHub({ hub, apiToken }) {
  const failed = { code: "HUB_FAILED", sentence: "The hub did not answer as expected. Please try again." };
  const pathTo = (userId, accountId) =>
    `/v2/user/${encodeURIComponent(userId)}/linked-accounts${accountId ? `/${encodeURIComponent(accountId)}` : ""}`;

  /** Answers `undefined` for 404, and throws for whatever is no success. */
  async function ask(method, path, body) {
    const headers = { authorization: `Bearer ${apiToken}`, accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await call(`${hub}${path}`, { method, headers, body: body && JSON.stringify(body) }, failed);
    if (answer.status === 404) return undefined;
    if (answer.status >= 200 && answer.status <= 299 && answer.body?.code === "OK") return answer.body.data;
    throw new Refusal(502, failed.code, failed.sentence);
  }

  return {
    findAccount: (userId, accountId) => ask("GET", pathTo(userId, accountId)),
    listAccounts: async (userId, authId) =>
      (await ask("GET", `${pathTo(userId)}?auth_id=${encodeURIComponent(authId)}`)) ?? [],
    async addAccount(userId, account) {
      const added = await ask("POST", pathTo(userId), account);
      if (added === undefined) throw new Refusal(502, failed.code, failed.sentence);
    },
    changeAccount: (userId, accountId, changes) => ask("PATCH", pathTo(userId, accountId), changes),
    deleteAccount: (userId, accountId) => ask("DELETE", pathTo(userId, accountId)),
    listUsers: () => ask("GET", "/v2/user?page=1"),
  };
}

/** Acme Desk: an OpenID provider with an API for tickets. */
export function createAcme({ issuer, clientId, clientSecret }) {
  const down = { code: "EXTERNAL_SERVICE_FAILED", sentence: "Acme Desk did not answer as expected. Please try again." };
  const client = [clientId, clientSecret].map(encodeURIComponent).join(":");
  const authorization = `Basic ${Buffer.from(client).toString("base64")}`;
  let metadata;

  /** Asks once and remembers (OpenID Connect Discovery 1.0, 4.3: the issuer must be the one we asked). */
  async function discover() {
    if (metadata !== undefined) return metadata;
    const { status, body } = await call(`${issuer}/.well-known/openid-configuration`, {}, down);
    if (status !== 200 || body?.issuer !== issuer) throw new Refusal(502, down.code, down.sentence);
    metadata = body;
    return metadata;
  }

  const post = (url, form) =>
    call(url, { method: "POST", headers: { authorization }, body: new URLSearchParams(form) }, down);

  return {
    discover,
    /** A token request; `{ tokens }`, or `{ error }` as RFC 6749, 5.2 spells it. */
    async requestTokens(form) {
      const { status, body } = await post((await discover()).token_endpoint, form);
      if (status === 200 && typeof body?.access_token === "string") return { tokens: body };
      if (status === 400 && typeof body?.error === "string") return { error: body.error };
      throw new Refusal(502, down.code, down.sentence);
    },
    /** RFC 7009. A token that is unknown there is answered with 200 too (2.2). */
    async revoke(token, hint) {
      const { status } = await post((await discover()).revocation_endpoint, { token, token_type_hint: hint });
      if (status !== 200) throw new Refusal(502, down.code, down.sentence);
    },
    async whoIs(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      const { status, body } = await call((await discover()).userinfo_endpoint, { headers }, down);
      if (status !== 200 || typeof body?.sub !== "string") throw new Refusal(502, down.code, down.sentence);
      return body;
    },
    fileTicket(accessToken, { title, text }) {
      const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
      return call(`${issuer}/api/tickets`, { method: "POST", headers, body: JSON.stringify({ title, text }) }, down);
    },
    failed: () => new Refusal(502, down.code, down.sentence),
  };
}

/** The fields of a linked account that come from a token request. A refresh token that is not renewed stays. */
export const toStore = ({ access_token, refresh_token, expires_in }) => ({
  access_token,
  ...(refresh_token === undefined ? {} : { refresh_token }),
  expiry: expires_in === undefined ? null : new Date(Date.now() + expires_in * 1000).toISOString(),
});
