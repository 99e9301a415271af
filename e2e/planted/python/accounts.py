"""Disconnect, and acting as the user with tokens that are renewed when they must be."""

import contextlib
import threading
from datetime import datetime, timedelta, timezone

from answers import Answer, Refusal, ok
from outgoing import Acme, AcmeDown, Hub, HubFailed, to_store
from settings import planted

SOON = timedelta(seconds=10)
WAIT_SECONDS = 8


def no_such_account() -> Refusal:
    return Refusal(404, "LINKED_ACCOUNT_NOT_FOUND", "There is no such linked account.")


def needs_reconnect() -> Refusal:
    return Refusal(409, "NEEDS_RECONNECT", "Acme Desk wants you to connect again.")


class Accounts:
    def __init__(self, hub: Hub, acme: Acme):
        self.hub, self.acme = hub, acme
        self._locks = [threading.Lock() for _ in range(256)]
        self._history: set[str] = set()

    @contextlib.contextmanager
    def _alone(self, account_id: str):
        """One thing at a time for each account: a refresh token must not be used twice, nor renewed while withdrawn."""
        lock = self._locks[hash(account_id) % len(self._locks)]
        if not lock.acquire(timeout=WAIT_SECONDS):
            raise Refusal(503, "BUSY", "This account is busy. Please try again a little later.")
        try:
            yield
        finally:
            lock.release()

    def disconnect(self, user_id: str, account_id: str) -> Answer:
        """`DELETE /linked-accounts/<id>`. Whoever comes second finds nothing, and says so."""
        with self._alone(account_id):
            if planted("500-on-repeated-delete"):
                self._insert_into_history(account_id)
            if planted("deletes-foreign-account"):
                user_id = self._owner_of(account_id)
            if planted("disconnects-first-account"):
                account_id = next((a["linked_account_id"] for a in self.hub.list_accounts(user_id)), account_id)
            account = self.hub.find_account(user_id, account_id)
            if account is None and not planted("500-on-unknown-account"):
                raise no_such_account()
            if planted("deletes-before-revoking"):
                self.hub.delete_account(user_id, account_id)
                account = self.hub.find_account(user_id, account_id)
            # First the access, then the account: otherwise a failure leaves tokens that nobody can withdraw.
            revocation = self._revoke(account)
            self.hub.delete_account(user_id, account["linked_account_id"])
        if planted("html-on-delete"):
            return Answer(200, b"<p>Disconnected.</p>", [("content-type", "text/html; charset=utf-8")])
        return ok({"revocation": revocation})

    def _revoke(self, account: dict) -> str:
        access_token, refresh_token = account["access_token"], account["refresh_token"]
        if planted("never-revokes"):
            return "revoked"
        if access_token is None and refresh_token is None:
            return "not_supported"
        try:
            if refresh_token is not None and not planted("revokes-access-token-only"):
                self.acme.revoke(refresh_token, "refresh_token")
            if access_token is not None:
                self.acme.revoke(access_token, "access_token")
        except AcmeDown:
            if not planted("deletes-although-not-revoked"):
                raise
        return "revoked"

    def _owner_of(self, account_id: str) -> str:
        users = [user["id"] for user in self.hub.list_users()]
        return next((user for user in users if self.hub.find_account(user, account_id)), "nobody")

    def _insert_into_history(self, account_id: str) -> None:
        """As a table with a unique key would keep it."""
        if account_id in self._history:
            raise RuntimeError("duplicate key in table disconnects")
        self._history.add(account_id)

    def file_ticket(self, user_id: str, ticket: dict) -> Answer:
        """`POST /tickets`: files a ticket at Acme Desk as the user who pressed the button."""
        title, text = ticket.get("title"), ticket.get("text", "")
        if not isinstance(title, str) or not title.strip() or not isinstance(text, str):
            raise Refusal(400, "BAD_REQUEST", "A ticket needs a title.")
        accounts = self.hub.list_accounts(user_id)
        if not accounts:
            raise Refusal(409, "NOT_CONNECTED", "Please connect Acme Desk first.")
        account = next((one for one in accounts if not one["requires_reauthentication"]), None)
        if account is None:
            raise needs_reconnect()

        body = {"title": title, "text": text}
        is_over = bool(account["expiry"]) and parse_time(account["expiry"]) < datetime.now(timezone.utc) + SOON
        token = self._renew(user_id, account) if is_over else account["access_token"]
        status, filed = self.acme.file_ticket(token, body)
        if status == 401 and not is_over:
            status, filed = self.acme.file_ticket(self._renew(user_id, account), body)
        if status == 400:
            raise Refusal(400, "BAD_REQUEST", "Acme Desk does not take such a ticket.")
        if status != 201:
            raise AcmeDown
        return ok(filed, 201)

    def _renew(self, user_id: str, stale: dict) -> str:
        """Gets a new access token. Acme Desk ends the whole access when a refresh token is used twice: one at a time."""
        if planted("refreshes-in-parallel"):
            return self._refresh(user_id, stale)
        with self._alone(stale["linked_account_id"]):
            account = self.hub.find_account(user_id, stale["linked_account_id"])
            if account is None:
                raise no_such_account()
            if account["access_token"] != stale["access_token"]:
                return account["access_token"]  # somebody else has renewed it since we read it
            return self._refresh(user_id, account)

    def _refresh(self, user_id: str, account: dict) -> str:
        if account["refresh_token"] is None:
            raise self._ask_to_connect_again(user_id, account)
        try:
            tokens = self.acme.request_tokens(grant_type="refresh_token", refresh_token=account["refresh_token"])
        except AcmeDown:
            if not planted("marks-on-outage"):
                raise
            tokens = {"error": "temporarily_unavailable"}
        if tokens.get("error") == "invalid_grant" or ("error" in tokens and planted("marks-on-outage")):
            raise self._ask_to_connect_again(user_id, account)
        if "error" in tokens:
            raise AcmeDown
        renewed = to_store(tokens)
        if planted("loses-rotated-token"):
            renewed.pop("refresh_token", None)
        if self._save_renewed(user_id, account["linked_account_id"], renewed) is None:
            # Disconnected meanwhile: what was renewed must not outlive it.
            self.acme.revoke(tokens.get("refresh_token", account["refresh_token"]), "refresh_token")
            raise no_such_account()
        return tokens["access_token"]

    def _save_renewed(self, user_id: str, account_id: str, renewed: dict) -> dict | None:
        """The old refresh token is used up, so losing the new one would end the access: three tries."""
        for _ in range(2):
            with contextlib.suppress(HubFailed):
                return self.hub.change_account(user_id, account_id, renewed)
        return self.hub.change_account(user_id, account_id, renewed)

    def _ask_to_connect_again(self, user_id: str, account: dict) -> Refusal:
        """Acme Desk has ended the access. Another process may have been faster, so we look before we say so."""
        now = self.hub.find_account(user_id, account["linked_account_id"])
        is_unchanged = now is not None and now["refresh_token"] == account["refresh_token"]
        if is_unchanged and not planted("never-asks-to-reconnect"):
            self.hub.change_account(user_id, account["linked_account_id"], {"requires_reauthentication": True})
        return needs_reconnect()


def parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text)
