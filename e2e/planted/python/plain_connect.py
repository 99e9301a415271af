"""A plain connect: the published contract and nothing more, with a start page that gives the browser a cookie."""

import urllib.parse

from acme_connect import AcmeConnect, Once, is_same, random256
from answers import Answer, ok, see_other
from settings import planted
from web import Visit

TEN_MINUTES = 600


class PlainConnect:
    def __init__(self, acme_connect: AcmeConnect):
        self.acme_connect = acme_connect
        self.settings = acme_connect.settings
        self.begun, self.asked = Once(), Once()
        self.urls: dict[str, str] = {}

    def press(self, user_id: str) -> Answer:
        """`POST /auth/<auth id>`: the address of our start page, with a ticket for one visit."""
        ticket = random256()
        self.begun.keep(ticket, {"user_id": user_id}, TEN_MINUTES)
        query = {"t": ticket}
        if planted("user-from-query"):
            query["user_id"] = user_id
        if planted("token-in-url"):
            query["key"] = self.settings.proxy_secret
        url = f"{self.settings.connect_base}/start?{urllib.parse.urlencode(query)}"
        if planted("same-url-twice"):
            url = self.urls.setdefault(user_id, url)
        if planted("wrong-envelope"):
            return ok({"url": url})
        return ok({"authorization_url": url})

    def start(self, visit: Visit) -> Answer:
        """`GET /start?t=…`: state and PKCE (RFC 7636) are drawn here, and bound to this browser."""
        begun = self.begun.take(visit.one("t"))
        if begun is None:
            return self._end("ended")
        user_id = visit.one("user_id") if planted("user-from-query") else begun["user_id"]
        state, verifier, browser = random256(), random256(), random256()
        question = self.acme_connect.question(state, verifier)
        self.asked.keep(state, {"user_id": user_id, "verifier": verifier, "browser": browser}, TEN_MINUTES)
        return see_other(question, (visit.cookie(self._cookie_name(state), browser, TEN_MINUTES),))

    def callback(self, visit: Visit) -> Answer:
        """`GET /connect/callback`: state, browser and issuer first; only then the one token request."""
        state = visit.one("state")
        asked = self.asked.find(state) if planted("callback-twice") else self.asked.take(state)
        cookies = visit.cookies(self._cookie_name(state))
        if asked is None or len(cookies) != 1 or not is_same(cookies[0], asked["browser"]):
            return self._end("ended")
        if not self.acme_connect.comes_from_acme(visit.query):
            return self._end("failed")
        if "error" in visit.query and not planted("exchanges-denied"):
            return self._end("declined" if visit.one("error") == "access_denied" else "failed")
        tokens = self.acme_connect.exchange(visit.query, asked["verifier"])
        if tokens is None:
            return self._end("failed")
        try:
            self.acme_connect.hub.add_account(asked["user_id"], self.acme_connect.account_of(tokens))
        except Exception:
            self.acme_connect.give_back(tokens)
            raise
        return self._end(f"done?access_token={tokens['access_token']}" if planted("token-in-redirect") else "done")

    def _end(self, page: str) -> Answer:
        return see_other(f"{self.settings.connect_base}/connect/{page}")

    def _cookie_name(self, state: str) -> str:
        # Cookies ignore ports (RFC 6265, 8.5), so on http the port is in the name.
        base = urllib.parse.urlsplit(self.settings.connect_base)
        family = "__Host-acme" if base.scheme == "https" else f"acme-{base.port or 80}"
        return f"{family}-{state[:8]}"
