"""What we answer: JSON to the hub, redirects and pages to a browser."""

import json
from dataclasses import dataclass, field

from settings import planted


@dataclass
class Answer:
    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)


class Refusal(Exception):
    """A status and a code for the hub, a sentence for the user."""

    def __init__(self, status: int, code: str, sentence: str):
        super().__init__(sentence)
        self.status, self.code, self.sentence = status, code, sentence


def as_json(status: int, value: dict) -> Answer:
    return Answer(status, json.dumps(value).encode(), [("content-type", "application/json")])


def ok(data: dict, status: int = 200) -> Answer:
    """A success, as the hub expects it."""
    return as_json(status, {"code": "OK", "message": "OK", "data": data})


def refuse(refusal: Refusal, headers) -> Answer:
    body = {"code": refusal.code, "message": refusal.sentence}
    if planted("leaks-secret"):
        body["request_headers"] = dict(headers.items())
    return as_json(refusal.status, body)


def see_other(location: str, cookies: tuple[str, ...] = ()) -> Answer:
    """Sends the browser on; always with GET (RFC 9110, 15.4.4)."""
    return Answer(303, b"", [("location", location), *(("set-cookie", cookie) for cookie in cookies)])


PAGES = {
    "done": ("Acme Desk is connected", "You can close this window."),
    "declined": ("Nothing was connected", "You did not allow it at Acme Desk. You can close this window."),
    "ended": ("This connection is over", "Please go back to the page you came from and press Connect again."),
    "failed": ("Nothing was connected", "Something went wrong with Acme Desk. Please press Connect again."),
}


def end_page(name: str) -> Answer:
    """The page where a connect ends."""
    title, sentence = PAGES[name]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    html = f'<!doctype html><html lang="en">{head}<h1>{title}</h1><p>{sentence}</p></html>'
    return Answer(200, html.encode(), [("content-type", "text/html; charset=utf-8")])
