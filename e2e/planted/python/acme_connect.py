"""What a plain and a verified connect share: the question to Acme Desk, and what becomes of its answer."""

import base64
import hashlib
import hmac
import secrets
import threading
import time
import urllib.parse

from outgoing import Acme, AcmeDown, Hub, to_store
from settings import Settings, planted

SCOPES = "openid profile email offline_access tickets:read tickets:write"


def random256() -> str:
    return secrets.token_urlsafe(32)


def challenge_of(verifier: str) -> str:
    """base64url(SHA-256(verifier)): for PKCE (RFC 7636, 4.2) and for the hub (contract 2.1)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def is_same(given: str, expected: str) -> bool:
    """Compares without telling, by the time it takes, how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


class Once:
    """Things that are kept for a while and can be taken once."""

    def __init__(self):
        self._kept: dict[str, tuple[float, dict]] = {}
        self._lock = threading.Lock()

    def keep(self, key: str, value: dict, seconds: int) -> None:
        now = time.monotonic()
        with self._lock:
            self._kept = {key: kept for key, kept in self._kept.items() if kept[0] >= now}
            self._kept[key] = (now + seconds, value)

    def find(self, key: str) -> dict | None:
        until, value = self._kept.get(key, (0, None))
        return value if until >= time.monotonic() else None

    def take(self, key: str) -> dict | None:
        with self._lock:
            value = self.find(key)
            self._kept.pop(key, None)
            return value


class AcmeConnect:
    def __init__(self, settings: Settings, hub: Hub, acme: Acme):
        self.settings, self.hub, self.acme = settings, hub, acme

    def question(self, state: str, verifier: str, login_hint: str | None = None) -> str:
        """The address at Acme Desk where people log in and allow."""
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.settings.redirect_uri,
            "scope": SCOPES,
            "prompt": "consent",
            "state": state,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        if login_hint:
            asked["login_hint"] = login_hint
        return f"{self.acme.metadata()['authorization_endpoint']}?{urllib.parse.urlencode(asked)}"

    def comes_from_acme(self, query: dict[str, list[str]]) -> bool:
        """RFC 9207, 2.4: an answer of another service is none of Acme Desk."""
        must_name_issuer = self.acme.metadata().get("authorization_response_iss_parameter_supported", False)
        return query.get("iss") == [self.settings.issuer] or ("iss" not in query and not must_name_issuer)

    def exchange(self, query: dict[str, list[str]], verifier: str) -> dict | None:
        """The one token request; None when Acme Desk refuses it."""
        code = query.get("code", [""])
        if len(code) != 1 or (not code[0] and not planted("exchanges-denied")):
            return None
        tokens = self.acme.request_tokens(
            grant_type="authorization_code",
            code=code[0],
            redirect_uri=self.settings.redirect_uri,
            code_verifier=verifier,
        )
        return None if "error" in tokens else tokens

    def account_of(self, tokens: dict) -> dict:
        """Asks whose account it is."""
        person = self.acme.who_is(tokens["access_token"])
        return {
            "auth_id": self.settings.auth_id,
            "external_account_id": person.get("preferred_username") or person.get("email") or person["sub"],
            "external_subject": f"{self.settings.issuer} {person['sub']}",
            "display_name": person.get("name"),
            "additional_info": person.get("email"),
            "scopes": tokens.get("scope", SCOPES).split(),
            **to_store(tokens),
        }

    def give_back(self, tokens: dict) -> bool:
        """Withdraws what the hub does not store: nobody could ever disconnect it. Answers whether it is over."""
        if planted("keeps-unsaved-grant"):
            return True
        for attempt in range(3):
            try:
                if "refresh_token" in tokens:
                    self.acme.revoke(tokens["refresh_token"], "refresh_token")
                self.acme.revoke(tokens["access_token"], "access_token")
                return True
            except AcmeDown:
                time.sleep(0.2 * (attempt + 1))
        return False
