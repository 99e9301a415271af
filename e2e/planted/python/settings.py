"""Settings from the environment, and the fault that was asked for."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

FAULT = os.environ.get("FAULT", "")


def planted(name: str) -> bool:
    """Whether this fault was asked for. Every place that asks is a mistake planted on purpose."""
    return FAULT == name


def refuse_unknown_fault() -> None:
    """A name that is not on the list would plant nothing and look like a fault that nobody found."""
    faults = json.loads((Path(__file__).parent.parent / "faults.json").read_text("utf-8"))
    fault = faults.get(FAULT, {})
    needs_verified = fault.get("kind") == "verified" and os.environ.get("JOINERY_KIND") != "verified"
    if FAULT and ("python" not in fault.get("languages", []) or needs_verified):
        raise SystemExit("FAULT names no fault of this server and kind; see e2e/planted/faults.json.")


@dataclass(frozen=True)
class Settings:
    """From the hub's admin panel, and from Acme Desk, where we are registered as an app."""

    port: int
    host: str
    hub: str
    service_id: str
    auth_id: str
    proxy_secret: str
    api_token: str
    connect_base: str
    """Where browsers reach us."""
    is_verified: bool
    issuer: str
    client_id: str
    client_secret: str

    @property
    def redirect_uri(self) -> str:
        return f"{self.connect_base}/connect/callback"


def read_settings(env=os.environ) -> Settings:
    """Reads the settings; what is missing is named."""

    def need(name: str) -> str:
        if not env.get(name):
            raise SystemExit(f"Please set {name}.")
        return env[name]

    return Settings(
        port=int(env.get("PORT") or 0),
        host=env.get("HOST") or "localhost",
        hub=need("JOINERY_HUB").rstrip("/"),
        service_id=env.get("JOINERY_SERVICE_ID", ""),
        auth_id=need("JOINERY_AUTH_ID"),
        proxy_secret=need("JOINERY_PROXY_SECRET"),
        api_token=need("JOINERY_API_TOKEN"),
        connect_base=need("JOINERY_CONNECT_BASE").rstrip("/"),
        is_verified=env.get("JOINERY_KIND") == "verified",
        issuer=need("ACME_ISSUER"),
        client_id=need("ACME_CLIENT_ID"),
        client_secret=need("ACME_CLIENT_SECRET"),
    )
