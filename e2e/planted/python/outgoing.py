"""Our calls to the hub and to Acme Desk. Every one of them ends after five seconds without a word."""

import base64
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone

from answers import Refusal
from settings import Settings

SECONDS = 5
LARGEST_ANSWER = 1_000_000


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry our tokens somewhere else."""

    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))


def call(method: str, url: str, headers: dict, body: bytes | None = None) -> tuple[int, dict]:
    """Answers the status and the JSON object that came back; raises OSError when nothing did."""
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with OPENER.open(request, timeout=SECONDS) as response:
            status, text = response.status, response.read(LARGEST_ANSWER)
    except urllib.error.HTTPError as error:
        with error:
            status, text = error.code, error.read(LARGEST_ANSWER)
    except http.client.HTTPException as error:
        raise OSError("the answer was no HTTP") from error
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    return status, value if isinstance(value, dict) else {}


def quote(part: str) -> str:
    return urllib.parse.quote(part, safe="")


class HubRefusal(Exception):
    """The hub said no, with a code of its catalogue."""

    def __init__(self, status: int, code: str):
        super().__init__(f"The hub answered {status} {code}.")
        self.status, self.code = status, code


class HubFailed(Refusal):
    """The hub did not answer, or not as the hub does; whether it acted is unknown."""

    def __init__(self):
        super().__init__(502, "HUB_FAILED", "The hub did not answer as expected. Please try again.")


class Hub:
    """The hub's API. Success is `{code, message, data}`; we want `data`."""

    def __init__(self, settings: Settings):
        self.settings = settings

    def ask(self, method: str, path: str, body: dict | None = None, headers: dict | None = None):
        sent = {"authorization": f"Bearer {self.settings.api_token}", "accept": "application/json", **(headers or {})}
        if body is not None:
            sent["content-type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        try:
            status, answer = call(method, self.settings.hub + path, sent, data)
        except OSError as error:
            raise HubFailed from error
        if 200 <= status <= 299 and answer.get("code") == "OK":
            return answer.get("data")
        if 400 <= status <= 499 and status != 429:
            raise HubRefusal(status, str(answer.get("code")))
        raise HubFailed

    def list_users(self) -> list[dict]:
        return self.ask("GET", "/v2/user?page=1")

    def list_accounts(self, user_id: str) -> list[dict]:
        query = urllib.parse.urlencode({"auth_id": self.settings.auth_id})
        return self.ask("GET", f"/v2/user/{quote(user_id)}/linked-accounts?{query}")

    def add_account(self, user_id: str, account: dict, headers: dict | None = None) -> None:
        self.ask("POST", f"/v2/user/{quote(user_id)}/linked-accounts", account, headers)

    def find_account(self, user_id: str, account_id: str) -> dict | None:
        return self._ask_about("GET", user_id, account_id)

    def change_account(self, user_id: str, account_id: str, changes: dict) -> dict | None:
        return self._ask_about("PATCH", user_id, account_id, changes)

    def delete_account(self, user_id: str, account_id: str) -> None:
        self._ask_about("DELETE", user_id, account_id)

    def _ask_about(self, method: str, user_id: str, account_id: str, body: dict | None = None):
        """Answers None when there is no such account."""
        try:
            return self.ask(method, f"/v2/user/{quote(user_id)}/linked-accounts/{quote(account_id)}", body)
        except HubRefusal as refusal:
            if refusal.status == 404:
                return None
            raise


class AcmeDown(Refusal):
    """Acme Desk did not answer, or not as it should; trying again later may help."""

    def __init__(self):
        sentence = "Acme Desk did not answer as expected. Please try again."
        super().__init__(502, "EXTERNAL_SERVICE_FAILED", sentence)


class Acme:
    """Acme Desk: an OpenID provider with an API for tickets."""

    def __init__(self, settings: Settings):
        self.settings = settings
        client = ":".join(urllib.parse.quote_plus(part) for part in (settings.client_id, settings.client_secret))
        self.basic = "Basic " + base64.b64encode(client.encode()).decode()
        self._metadata: dict | None = None

    def metadata(self) -> dict:
        """Asks once and remembers (OpenID Connect Discovery 1.0, 4.3: the issuer must be the one we asked)."""
        if self._metadata is None:
            status, found = self._call("GET", f"{self.settings.issuer}/.well-known/openid-configuration", {})
            if status != 200 or found.get("issuer") != self.settings.issuer:
                raise AcmeDown
            self._metadata = found
        return self._metadata

    def request_tokens(self, **form: str) -> dict:
        """A token request: the tokens, or `{"error": …}` as RFC 6749, 5.2 spells it."""
        status, answer = self._post("token_endpoint", form)
        if status == 200 and isinstance(answer.get("access_token"), str):
            return answer
        if status in (400, 401) and isinstance(answer.get("error"), str):
            return {"error": answer["error"]}
        raise AcmeDown

    def revoke(self, token: str, hint: str) -> None:
        """RFC 7009. A token that is unknown there is answered with 200 too (2.2)."""
        status, _ = self._post("revocation_endpoint", {"token": token, "token_type_hint": hint})
        if status != 200:
            raise AcmeDown

    def who_is(self, access_token: str) -> dict:
        status, person = self._call("GET", self.metadata()["userinfo_endpoint"], bearer(access_token))
        if status != 200 or not isinstance(person.get("sub"), str):
            raise AcmeDown
        return person

    def file_ticket(self, access_token: str, ticket: dict) -> tuple[int, dict]:
        headers = {**bearer(access_token), "content-type": "application/json"}
        return self._call("POST", f"{self.settings.issuer}/api/tickets", headers, json.dumps(ticket).encode())

    def _post(self, endpoint: str, form: dict) -> tuple[int, dict]:
        headers = {"authorization": self.basic, "content-type": "application/x-www-form-urlencoded"}
        return self._call("POST", self.metadata()[endpoint], headers, urllib.parse.urlencode(form).encode())

    @staticmethod
    def _call(*arguments) -> tuple[int, dict]:
        try:
            return call(*arguments)
        except OSError as error:
            raise AcmeDown from error


def bearer(token: str) -> dict:
    return {"authorization": f"Bearer {token}", "accept": "application/json"}


def to_store(tokens: dict) -> dict:
    """The fields of a linked account that come from a token request. A refresh token that is not renewed stays."""
    fields = {"access_token": tokens["access_token"], "expiry": None}
    if "refresh_token" in tokens:
        fields["refresh_token"] = tokens["refresh_token"]
    if "expires_in" in tokens:
        fields["expiry"] = (datetime.now(timezone.utc) + timedelta(seconds=tokens["expires_in"])).isoformat()
    return fields
