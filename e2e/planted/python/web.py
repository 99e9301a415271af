"""A request as our handlers see it."""

import urllib.parse
from dataclasses import dataclass


@dataclass
class Visit:
    """A person's browser at one of our addresses."""

    query: dict[str, list[str]]
    headers: object
    is_https: bool

    def one(self, name: str) -> str:
        """A parameter that is there exactly once; empty otherwise."""
        values = self.query.get(name, [])
        return values[0] if len(values) == 1 else ""

    def all_cookies(self) -> list[tuple[str, str]]:
        pairs = (pair.partition("=") for header in self.headers.get_all("cookie", []) for pair in header.split(";"))
        return [(name.strip(), value.strip()) for name, _, value in pairs]

    def cookies(self, name: str) -> list[str]:
        """All cookies of a name: somebody may have planted a second one."""
        return [value for known, value in self.all_cookies() if known == name]

    def cookie(self, name: str, value: str, seconds: int) -> str:
        """A `Set-Cookie` header; with 0 seconds the cookie goes."""
        secure = "; Secure" if self.is_https else ""
        return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"

    def is_deliberate(self, method: str) -> bool:
        """Looking must not change anything: not HEAD, not a prefetch or preview, not a picture or frame."""
        purpose = f"{self.headers.get('sec-purpose', '')} {self.headers.get('purpose', '')}".lower()
        if method != "GET" or any(word in purpose for word in ("prefetch", "prerender", "preview")):
            return False
        return self.headers.get("sec-fetch-dest", "document") == "document"


def parse_path(path: str) -> list[str]:
    """The decoded segments of a path; none for one that could lead somewhere else at the hub."""
    parts = [urllib.parse.unquote(part) for part in path.split("/")[1:]]
    return [] if any(part in ("", ".", "..") or "/" in part for part in parts) else parts
