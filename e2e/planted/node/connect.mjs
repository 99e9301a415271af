import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { ok, seeOther } from "./answers.mjs";
import { planted } from "./fault.mjs";
import { toStore } from "./outgoing.mjs";

const TEN_MINUTES = 10 * 60_000;
const SCOPES = "openid profile email offline_access tickets:read tickets:write";

const random = () => randomBytes(32).toString("base64url");
const sha256 = (text) => createHash("sha256").update(text).digest();

/** Compares without telling, by the time it takes, how much was right. */
export const isSame = (given, expected) => timingSafeEqual(sha256(given), sha256(expected));

/** Things that are kept for ten minutes and can be taken once. */
function createOnce() {
  const kept = new Map();
  return {
    keep(key, value) {
      for (const [old, { until }] of kept) if (until < Date.now()) kept.delete(old);
      kept.set(key, { value, until: Date.now() + TEN_MINUTES });
    },
    take(key) {
      const found = kept.get(key);
      if (!planted("callback-twice")) kept.delete(key);
      return found !== undefined && found.until >= Date.now() ? found.value : undefined;
    },
  };
}

/**
 * Connect, in three steps: the hub presses, the browser opens our start page, the browser comes back from Acme Desk.
 * The start page gives the browser a cookie, so that only the browser that began can finish.
 */
export function createConnect({ settings, hub, acme }) {
  const { connectBase, clientId, authId, issuer } = settings;
  const redirectUri = `${connectBase}/connect/callback`;
  const isHttps = connectBase.startsWith("https:");
  const begun = createOnce();
  const asked = createOnce();
  const urls = new Map();

  const end = (name) => seeOther(`${connectBase}/connect/${name}`);
  // Cookies ignore ports (RFC 6265, 8.5), so on http the port is in the name.
  const cookieOf = (state) => `${isHttps ? "__Host-acme" : `acme-${new URL(connectBase).port}`}-${state.slice(0, 8)}`;

  return {
    /** `POST /auth/<auth id>`: the address of our start page, with a ticket for one visit. */
    press(userId) {
      const ticket = random();
      begun.keep(ticket, { userId });
      let url = `${connectBase}/start?t=${ticket}`;
      if (planted("user-from-query")) url += `&user=${encodeURIComponent(userId)}`;
      if (planted("token-in-url")) url += `&secret=${encodeURIComponent(settings.proxySecret)}`;
      if (planted("same-url-twice")) url = urls.get(userId) ?? url;
      urls.set(userId, url);
      if (planted("wrong-envelope")) return { status: 200, body: { authorization_url: url } };
      return ok({ authorization_url: url });
    },

    /** `GET /start?t=…`: state and PKCE (RFC 7636) are drawn here, and bound to this browser. */
    async start(query) {
      const ticket = begun.take(query.get("t") ?? "");
      if (ticket === undefined) return end("ended");
      const { authorization_endpoint } = await acme.discover();
      const userId = planted("user-from-query") ? query.get("user") : ticket.userId;
      const [state, verifier, browser] = [random(), random(), random()];
      asked.keep(state, { userId, verifier, browser });
      const question = new URLSearchParams({
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: SCOPES,
        prompt: "consent",
        state,
        code_challenge: sha256(verifier).toString("base64url"),
        code_challenge_method: "S256",
      });
      const attributes = `Path=/; Max-Age=600; HttpOnly; SameSite=Lax${isHttps ? "; Secure" : ""}`;
      return seeOther(`${authorization_endpoint}?${question}`, `${cookieOf(state)}=${browser}; ${attributes}`);
    },

    /** `GET /connect/callback`: state, browser and issuer first; only then the one token request. */
    async callback(query, cookies) {
      const state = query.getAll("state").length === 1 ? query.get("state") : "";
      const question = asked.take(state);
      const given = cookies.getAll(cookieOf(state));
      if (question === undefined || given.length !== 1 || !isSame(given[0], question.browser)) return end("ended");
      const { authorization_response_iss_parameter_supported: namesIssuer } = await acme.discover();
      if ((namesIssuer || query.has("iss")) && query.get("iss") !== issuer) return end("failed"); // RFC 9207, 2.4
      if (query.has("error") && !planted("exchanges-denied")) {
        return end(query.get("error") === "access_denied" ? "declined" : "failed");
      }
      const tokens = await exchange(query.get("code") ?? "", question.verifier);
      if (tokens === undefined) return end("failed");
      await save(question.userId, tokens);
      return planted("token-in-redirect") ? end(`done?token=${tokens.access_token}`) : end("done");
    },
  };

  async function exchange(code, verifier) {
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier };
    return (await acme.requestTokens(form)).tokens;
  }

  /** Add User Linked Account. What the hub does not store nobody could ever disconnect: we give the access back. */
  async function save(userId, tokens) {
    try {
      const person = await acme.whoIs(tokens.access_token);
      await hub.addAccount(userId, {
        auth_id: authId,
        external_account_id: person.preferred_username ?? person.email ?? person.sub,
        external_subject: `${issuer} ${person.sub}`,
        display_name: person.name ?? null,
        additional_info: person.email ?? null,
        scopes: (tokens.scope ?? SCOPES).split(" "),
        ...toStore(tokens),
      });
    } catch (error) {
      if (!planted("keeps-unsaved-grant")) await giveBack(tokens);
      throw error;
    }
  }

  async function giveBack({ access_token, refresh_token }) {
    if (refresh_token !== undefined) await acme.revoke(refresh_token, "refresh_token");
    await acme.revoke(access_token, "access_token");
  }
}
