import { ok, Refusal } from "./answers.mjs";
import { planted } from "./fault.mjs";
import { toStore } from "./outgoing.mjs";

const TEN_SECONDS = 10_000;

const noSuchAccount = () => new Refusal(404, "LINKED_ACCOUNT_NOT_FOUND", "There is no such linked account.");
const needsReconnect = () => new Refusal(409, "NEEDS_RECONNECT", "Acme Desk wants you to connect again.");

/** Disconnect, and acting as the user with tokens that are renewed when they must be. */
export function createAccounts({ settings, hub, acme }) {
  const { authId } = settings;
  const alone = createQueues();
  const disconnecting = new Map();
  const disconnected = new Set();

  /** `DELETE /linked-accounts/<id>`: whoever asks while it is under way gets the same answer. */
  function disconnect(userId, accountId) {
    const key = `${userId} ${accountId}`;
    const running =
      disconnecting.get(key) ??
      alone(accountId, () => withdraw(userId, accountId)).finally(() => disconnecting.delete(key));
    disconnecting.set(key, running);
    return running;
  }

  async function withdraw(user, id) {
    if (planted("500-on-repeated-delete")) insertOnce(disconnected, id);
    const userId = planted("deletes-foreign-account") ? await ownerOf(id) : user;
    const [first] = planted("disconnects-first-account") ? await hub.listAccounts(userId, authId) : [];
    const accountId = first?.linked_account_id ?? id;
    let account = await hub.findAccount(userId, accountId);
    if (account === undefined && !planted("500-on-unknown-account")) throw noSuchAccount();
    if (planted("deletes-before-revoking")) {
      await hub.deleteAccount(userId, accountId);
      account = await hub.findAccount(userId, accountId);
    }
    // First the access, then the account: in the other order a failure would leave tokens that nobody can withdraw.
    const revocation = await revoke(account);
    await hub.deleteAccount(userId, account.linked_account_id);
    if (planted("html-on-delete")) {
      return { status: 200, headers: { "content-type": "text/html" }, body: "<p>Disconnected.</p>" };
    }
    return ok({ revocation });
  }

  async function revoke({ access_token, refresh_token }) {
    if (planted("never-revokes")) return "revoked";
    if (access_token === null && refresh_token === null) return "not_supported";
    try {
      if (refresh_token !== null && !planted("revokes-access-token-only")) {
        await acme.revoke(refresh_token, "refresh_token");
      }
      if (access_token !== null) await acme.revoke(access_token, "access_token");
    } catch (error) {
      if (!planted("deletes-although-not-revoked")) throw error;
    }
    return "revoked";
  }

  async function ownerOf(accountId) {
    for (const { id } of await hub.listUsers()) if (await hub.findAccount(id, accountId)) return id;
    return "nobody";
  }

  /** `POST /tickets`: files a ticket at Acme Desk as the user who pressed the button. */
  async function fileTicket(userId, ticket) {
    if (typeof ticket.title !== "string" || ticket.title.trim() === "") {
      throw new Refusal(400, "BAD_REQUEST", "A ticket needs a title.");
    }
    const accounts = await hub.listAccounts(userId, authId);
    if (accounts.length === 0) throw new Refusal(409, "NOT_CONNECTED", "Please connect Acme Desk first.");
    const account = accounts.find((candidate) => !candidate.requires_reauthentication);
    if (account === undefined) throw needsReconnect();

    const isOver = account.expiry !== null && Date.parse(account.expiry) < Date.now() + TEN_SECONDS;
    let reply = await acme.fileTicket(isOver ? await renew(userId, account) : account.access_token, ticket);
    if (reply.status === 401 && !isOver) reply = await acme.fileTicket(await renew(userId, account), ticket);
    if (reply.status === 400) throw new Refusal(400, "BAD_REQUEST", "Acme Desk does not take such a ticket.");
    if (reply.status !== 201) throw acme.failed();
    return ok(reply.body, 201);
  }

  /** Gets a new access token. Acme Desk ends the whole access when a refresh token is used twice: one at a time. */
  function renew(userId, stale) {
    if (planted("refreshes-in-parallel")) return refresh(userId, stale);
    return alone(stale.linked_account_id, async () => {
      const account = await hub.findAccount(userId, stale.linked_account_id);
      if (account === undefined) throw noSuchAccount();
      // Somebody else has renewed it since we read it.
      if (account.access_token !== stale.access_token) return account.access_token;
      return refresh(userId, account);
    });
  }

  async function refresh(userId, account) {
    const { linked_account_id: id, refresh_token } = account;
    if (refresh_token === null) throw await askToConnectAgain(userId, account);
    const { tokens, error } = await acme
      .requestTokens({ grant_type: "refresh_token", refresh_token })
      .catch((down) => (planted("marks-on-outage") ? { error: "invalid_grant" } : Promise.reject(down)));
    if (error === "invalid_grant") throw await askToConnectAgain(userId, account);
    if (tokens === undefined) throw acme.failed();
    const renewed = toStore(tokens);
    if (planted("loses-rotated-token")) delete renewed.refresh_token;
    if ((await saveRenewed(userId, id, renewed)) === undefined) {
      // Disconnected meanwhile: what was renewed must not outlive it.
      await acme.revoke(tokens.refresh_token ?? refresh_token, "refresh_token");
      throw noSuchAccount();
    }
    return tokens.access_token;
  }

  /** The old refresh token is used up, so losing the new one would end the access: three tries. */
  async function saveRenewed(userId, id, renewed, triesLeft = 2) {
    try {
      return await hub.changeAccount(userId, id, renewed);
    } catch (error) {
      if (triesLeft === 0) throw error;
      return saveRenewed(userId, id, renewed, triesLeft - 1);
    }
  }

  /** Acme Desk has ended the access. Another process may have been faster, so we look before we say so. */
  async function askToConnectAgain(userId, { linked_account_id: id, refresh_token }) {
    const now = await hub.findAccount(userId, id);
    if (now?.refresh_token === refresh_token && !planted("never-asks-to-reconnect")) {
      await hub.changeAccount(userId, id, { requires_reauthentication: true });
    }
    return needsReconnect();
  }

  return { disconnect, fileTicket };
}

/** Lets work on one account wait for earlier work on it. */
function createQueues() {
  const last = new Map();
  return (key, work) => {
    const result = (last.get(key) ?? Promise.resolve()).then(work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, settled);
    settled.then(() => last.get(key) === settled && last.delete(key));
    return result;
  };
}

/** The history of disconnects, as a table with a unique key would keep it. */
function insertOnce(history, accountId) {
  if (history.has(accountId)) throw new Error("duplicate key in table disconnects");
  history.add(accountId);
}
