"""A verified connect (contract 2.1): the hub looks whose browser it is, before any code is exchanged.

The browser holds a random cookie for each flow; what it stands for stays here, in memory.
"""

import contextlib
import re
import time
import urllib.parse

from acme_connect import AcmeConnect, Once, challenge_of, is_same, random256
from answers import Answer, Refusal, ok, see_other
from outgoing import AcmeDown, HubFailed, HubRefusal
from plain_connect import PlainConnect
from settings import planted
from web import Visit

TEN_MINUTES, THIRTY_MINUTES = 600, 1800
MOST_COOKIES = 5
FLOW_ID = re.compile(r"f-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Ended(Exception):
    """A connect that goes no further: where the browser ends, and what the hub is told."""

    def __init__(self, page: str, flow: str | None = None, reason: str | None = None, claim: str | None = None):
        super().__init__(f"The connect ended: {reason or page}.")
        self.page, self.flow, self.reason, self.claim = page, flow, reason, claim


class VerifiedConnect:
    def __init__(self, acme_connect: AcmeConnect, plain: PlainConnect):
        self.acme_connect, self.plain = acme_connect, plain
        self.settings, self.hub = acme_connect.settings, acme_connect.hub
        self.visits = Once()
        base = urllib.parse.urlsplit(self.settings.connect_base)
        # Cookies ignore ports (RFC 6265, 8.5), so on http the port is in the name.
        self.family = "__Host-joinery-" if base.scheme == "https" else f"joinery-{base.port or 80}-"

    def press(self, user_id: str, flow: str) -> Answer:
        """Step 1. `POST /auth/<auth id>`: without a flow nobody is connected."""
        if not FLOW_ID.fullmatch(flow):
            if planted("connects-without-flow"):
                return self.plain.press(user_id)
            raise Refusal(409, "FLOW_REQUIRED", "A connection must be started from the hub's page.")
        return ok({"authorization_url": f"{self.settings.connect_base}/connect/{flow}"})

    def open(self, visit: Visit, flow: str) -> Answer:
        """Step 2. `GET /connect/<flow>`: a secret for this visit, known to this browser only; then the hub looks."""
        return self._ending(visit, lambda: self._open(visit, flow))

    def verified(self, visit: Visit) -> Answer:
        """Steps 3 and 4. `GET /connect/verified`: the hub has let the browser through, and says whose it is."""
        return self._ending(visit, lambda: self._verified(visit))

    def callback(self, visit: Visit) -> Answer:
        """Steps 5 to 7. `GET /connect/callback`: every check, the claim, one token request, the save."""
        return self._ending(visit, lambda: self._callback(visit))

    def _open(self, visit: Visit, flow: str) -> Answer:
        known = self._find(visit, flow)
        if known is not None and known["phase"] == "redeemed":
            return self._go_to_service(known)
        secret = random256()
        cookie = self._keep(visit, {"phase": "begun", "flow": flow, "secret": secret}, TEN_MINUTES)
        address = f"{self.settings.hub}/connect/{flow}/verify?challenge={challenge_of(secret)}"
        return see_other(address, (*self._make_room(visit, flow), cookie))

    def _verified(self, visit: Visit) -> Answer:
        flow = self._flow_in(visit.one("flow"))
        known = self._find(visit, flow)
        if known is None and planted("finishes-for-any-browser"):
            known = self.visits.find(flow)
        if known is None:
            raise Ended("ended")
        if known["phase"] == "redeemed":
            return self._go_to_service(known)
        person = self._step(flow, "redeem", {"code": visit.one("code"), "verifier": known["secret"]})
        if person.get("flow") != flow or person.get("auth_id") != self.settings.auth_id:
            raise Ended("hub", flow, "exchange_failed")
        self._forget(visit, flow)
        redeemed = {
            "phase": "redeemed",
            "flow": flow,
            "user_id": person["user_id"],
            "state": f"{flow}.{random256()}",
            "verifier": random256(),
            "login_hint": (person.get("reconnect") or {}).get("external_account_id"),
        }
        cookie = self._keep(visit, redeemed, THIRTY_MINUTES)
        answer = self._go_to_service(redeemed)
        answer.headers.append(("set-cookie", cookie))
        return answer

    def _callback(self, visit: Visit) -> Answer:
        state = visit.one("state")
        if planted("connects-without-flow") and "." not in state:
            return self.plain.callback(visit)
        flow = self._flow_in(state.partition(".")[0])
        known = self.visits.find(state) if planted("accepts-forwarded-link") else self._find(visit, flow)
        if known is None or known["phase"] != "redeemed" or not is_same(state, known["state"]):
            raise Ended("ended", flow, "browser_mismatch")
        with self._ended_by_acme(flow):
            if not self.acme_connect.comes_from_acme(visit.query):
                raise Ended("hub", flow, "external_service_refused")
        self._require_consent(visit, flow)
        if planted("claims-late"):
            tokens = self.acme_connect.exchange(visit.query, known["verifier"])
            claim = self._step(flow, "claim")["claim"]
        else:
            claim = self._step(flow, "claim")["claim"]
            tokens = self._exchange(visit, known)
        if tokens is None:
            raise Ended("hub", flow, "exchange_failed", claim)
        self._save(known, tokens, claim)
        self._forget(visit, flow)
        return see_other(self._done(flow), (self._clear(visit, flow),))

    def _require_consent(self, visit: Visit, flow: str) -> None:
        if visit.one("error") == "access_denied" and not planted("exchanges-denied"):
            if planted("silent-about-denial"):
                raise Ended("declined", flow)
            raise Ended("hub", flow, "access_denied")
        is_denied = "error" in visit.query or not visit.one("code")
        if is_denied and not planted("exchanges-denied"):
            raise Ended("hub", flow, "external_service_refused")

    def _exchange(self, visit: Visit, known: dict) -> dict | None:
        try:
            return self.acme_connect.exchange(visit.query, known["verifier"])
        except AcmeDown as error:
            # Nobody knows whether Acme Desk gave tokens: the flow stays claimed, and an administrator finds it.
            raise Ended("failed", known["flow"]) from error

    def _save(self, known: dict, tokens: dict, claim: str) -> None:
        """Step 6. What the hub definitely does not take is withdrawn, and the hub is told."""
        flow = known["flow"]
        try:
            account = self.acme_connect.account_of(tokens)
        except AcmeDown as error:
            raise self._give_up("identity_unusable", flow, tokens, claim) from error
        headers = {"joinery-flow": flow, "joinery-claim": claim, "idempotency-key": flow}
        try:
            self._patiently(lambda: self.hub.add_account(known["user_id"], account, headers))
        except HubRefusal as refusal:
            # Only our own save can complete a flow that we have claimed: an earlier try arrived, its answer did not.
            if refusal.code != "FLOW_COMPLETED":
                raise self._give_up("exchange_failed", flow, tokens, claim) from refusal
        except HubFailed as error:
            raise Ended("hub", flow) from error

    def _give_up(self, reason: str, flow: str, tokens: dict, claim: str) -> Ended:
        # Access that lives on must not end in a flow that looks settled.
        is_over = self.acme_connect.give_back(tokens)
        return Ended("hub", flow, reason, claim) if is_over else Ended("failed", flow)

    def _go_to_service(self, redeemed: dict) -> Answer:
        with self._ended_by_acme(redeemed["flow"]):
            return see_other(
                self.acme_connect.question(redeemed["state"], redeemed["verifier"], redeemed["login_hint"])
            )

    @staticmethod
    @contextlib.contextmanager
    def _ended_by_acme(flow: str):
        try:
            yield
        except AcmeDown as error:
            raise Ended("hub", flow, "external_service_failed") from error

    def _step(self, flow: str, step: str, body: dict | None = None) -> dict:
        """A step of the flow at the hub. When it says no, its own page knows why."""
        try:
            return self._patiently(lambda: self.hub.ask("POST", f"/v2/connect/{flow}/{step}", body))
        except HubRefusal as refusal:
            raise Ended("hub", flow) from refusal
        except HubFailed as error:
            raise Ended("failed", flow) from error

    @staticmethod
    def _patiently(work):
        for pause in (0.2, 0.8):
            try:
                return work()
            except HubFailed:
                time.sleep(pause)
        return work()

    def _ending(self, visit: Visit, step) -> Answer:
        """Every connect that ends, ends at a page without code or state, and the hub hears why."""
        try:
            return step()
        except Ended as ended:
            flow = ended.flow
            if flow is None:
                return see_other(f"{self.settings.connect_base}/connect/{ended.page}")
            if ended.reason is not None:
                told = {"reason": ended.reason, **({"claim": ended.claim} if ended.claim else {})}
                with contextlib.suppress(HubRefusal, HubFailed):
                    self.hub.ask("POST", f"/v2/connect/{flow}/refuse", told)
            self._forget(visit, flow)
            own = f"{self.settings.connect_base}/connect/{ended.page}"
            return see_other(self._done(flow) if ended.page == "hub" else own, (self._clear(visit, flow),))

    def _done(self, flow: str) -> str:
        return f"{self.settings.hub}/connect/{flow}/done"

    @staticmethod
    def _flow_in(text: str) -> str:
        if not FLOW_ID.fullmatch(text):
            raise Ended("ended")
        return text

    def _name(self, flow: str) -> str:
        return self.family + flow[:10]

    def _find(self, visit: Visit, flow: str) -> dict | None:
        """What this browser's one cookie of the flow stands for; two cookies are none."""
        cookies = visit.cookies(self._name(flow))
        known = self.visits.find(cookies[0]) if len(cookies) == 1 else None
        return known if known is not None and known["flow"] == flow else None

    def _keep(self, visit: Visit, known: dict, seconds: int) -> str:
        value = random256()
        self.visits.keep(value, {**known, "at": time.monotonic()}, seconds)
        if planted("accepts-forwarded-link"):
            self.visits.keep(known.get("state", ""), known, seconds)
        if planted("finishes-for-any-browser"):
            self.visits.keep(known["flow"], known, seconds)
        return visit.cookie(self._name(known["flow"]), value, seconds)

    def _forget(self, visit: Visit, flow: str) -> None:
        if self._find(visit, flow) is not None:
            self.visits.take(visit.cookies(self._name(flow))[0])

    def _clear(self, visit: Visit, flow: str) -> str:
        return visit.cookie(self._name(flow), "", 0)

    def _make_room(self, visit: Visit, flow: str) -> tuple[str, ...]:
        """Five flows at most in one browser: a sixth drives out the oldest."""
        pairs = [(name, self.visits.find(value)) for name, value in visit.all_cookies() if name.startswith(self.family)]
        ours = sorted((known["at"], name) for name, known in pairs if known and name != self._name(flow))
        surplus = ours[: max(0, len(ours) - (MOST_COOKIES - 1))]
        return tuple(visit.cookie(name, "", 0) for _, name in surplus)
