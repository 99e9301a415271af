"""An integration written from the published pages alone: Python's standard library, nothing of Joinery.

   the hub calls us       POST   /auth/<auth id>          somebody pressed Connect
                          DELETE /linked-accounts/<id>    somebody pressed Disconnect
                          POST   /tickets                 somebody pressed a button on a card
   the browser comes to   GET    /start                   plain: our address, opened by the hub in a new window
                          GET    /connect/<flow>          verified: the same
                          GET    /connect/verified        verified: the hub has looked whose browser it is
                          GET    /connect/callback        Acme Desk sends it back here

`FAULT=<name>` plants one mistake; see ../faults.json.
"""

import json
import signal
import socketserver
import sys
import time
import traceback
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from accounts import Accounts
from acme_connect import AcmeConnect, is_same
from answers import PAGES, Answer, Refusal, end_page, refuse, see_other
from outgoing import Acme, Hub, HubFailed, HubRefusal
from plain_connect import PlainConnect
from settings import planted, read_settings, refuse_unknown_fault
from verified_connect import FLOW_ID, VerifiedConnect
from web import Visit, parse_path

LARGEST_BODY = 1_000_000

refuse_unknown_fault()
settings = read_settings()
hub, acme = Hub(settings), Acme(settings)
acme_connect = AcmeConnect(settings, hub, acme)
plain = PlainConnect(acme_connect)
verified = VerifiedConnect(acme_connect, plain)
accounts = Accounts(hub, acme)


def not_found() -> Refusal:
    return Refusal(404, "NOT_FOUND", "There is nothing here.")


def answer_hub(method: str, path: list[str], headers, body: bytes) -> Answer:
    """What comes through the hub. It alone knows the proxy secret, and it tells us who the user is."""
    user_id = require_hub(headers)
    if planted("needs-body"):
        parse_object(body)
    match (method, path):
        case ("POST", ["auth", auth_id]):
            if auth_id != settings.auth_id and not planted("unknown-auth-id-accepted"):
                raise Refusal(404, "AUTH_ID_NOT_FOUND", "There is no such Auth ID.")
            if planted("blocks-20s"):
                time.sleep(20)
            if settings.is_verified:
                return verified.press(user_id, headers.get("joinery-flow", ""))
            return plain.press(user_id)
        case ("DELETE", ["linked-accounts", account_id]):
            return accounts.disconnect(user_id, account_id)
        case ("POST", ["tickets"]):
            return accounts.file_ticket(user_id, parse_object(body))
    raise not_found()


def require_hub(headers) -> str:
    secrets = headers.get_all("blink-auth-proxysecret", [])
    is_right = len(secrets) == 1 and is_same(secrets[0], settings.proxy_secret)
    if planted("prefix-secret"):
        is_right = len(secrets) == 1 and bool(secrets[0]) and settings.proxy_secret.startswith(secrets[0])
    if not is_right and not planted("ignores-secret"):
        raise Refusal(401, "UNAUTHENTICATED", "This address answers to the hub only.")
    users = headers.get_all("blink-auth-userid", [])
    if len(users) != 1 or not users[0]:
        raise Refusal(400, "BAD_REQUEST", "The hub did not say who the user is.")
    return users[0]


def answer_browser(method: str, path: list[str], visit: Visit) -> Answer:
    """What a person's browser opens."""
    if path[0] == "connect" and path[1] in PAGES:
        return end_page(path[1])
    # A preview must not use up what is good for one visit; 503 makes browsers throw it away.
    if not visit.is_deliberate(method):
        return Answer(503)
    try:
        match path:
            case ["start"]:
                return plain.start(visit)
            case ["connect", "callback"]:
                return verified.callback(visit) if settings.is_verified else plain.callback(visit)
            case ["connect", "verified"]:
                return verified.verified(visit)
            case ["connect", flow]:
                return verified.open(visit, flow)
    except Exception:
        traceback.print_exc()
    return see_other(f"{settings.connect_base}/connect/failed")


def is_for_browser(method: str, path: list[str]) -> bool:
    if method not in ("GET", "HEAD"):
        return False
    match path:
        case ["start"] | ["connect", "callback"]:
            return True
        case ["connect", page]:
            return page in PAGES or (settings.is_verified and (page == "verified" or bool(FLOW_ID.fullmatch(page))))
    return False


def parse_object(body: bytes) -> dict:
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Refusal(400, "BAD_REQUEST", "The body must be a JSON object.")
    return value


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle_request(self) -> None:
        self.send(self.answer())

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_request

    def answer(self) -> Answer:
        try:
            body = self.read_body()
            raw_path, _, raw_query = self.path.partition("?")
            path = parse_path(raw_path)
            if not is_for_browser(self.command, path):
                return answer_hub(self.command, path, self.headers, body)
            query = urllib.parse.parse_qs(raw_query, keep_blank_values=True)
            visit = Visit(query, self.headers, settings.connect_base.startswith("https:"))
            return answer_browser(self.command, path, visit)
        except Refusal as refusal:
            return refuse(refusal, self.headers)
        except HubRefusal:
            return refuse(HubFailed(), self.headers)
        except Exception:
            traceback.print_exc()
            return refuse(Refusal(500, "INTERNAL", "Something went wrong on our side."), self.headers)

    def read_body(self) -> bytes:
        """Reads the whole body, also when nobody is interested in it: the connection is used again."""
        try:
            if "chunked" in self.headers.get("transfer-encoding", "").lower():
                return self.read_chunks()
            return self.read(int(self.headers.get("content-length", "0")))
        except ValueError:
            self.close_connection = True
            raise Refusal(400, "BAD_REQUEST", "The length of the body is not clear.") from None

    def read_chunks(self) -> bytes:
        """RFC 9112, 7.1."""
        body = b""
        while size := int(self.rfile.readline(100).split(b";")[0], 16):
            body += self.read(size, len(body))
            self.rfile.readline(3)
        while self.rfile.readline(1000).strip():
            pass  # trailers
        return body

    def read(self, size: int, so_far: int = 0) -> bytes:
        if size < 0:
            raise ValueError("a length is not negative")
        if so_far + size > LARGEST_BODY:
            self.close_connection = True
            while size > 0 and (block := self.rfile.read(min(size, 65_536))):
                size -= len(block)
            raise Refusal(413, "PAYLOAD_TOO_LARGE", "The request is too large.")
        return self.rfile.read(size)

    def send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("cache-control", "no-store")
        self.send_header("referrer-policy", "no-referrer")
        self.send_header("x-content-type-options", "nosniff")
        self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, *_) -> None:
        """Silent: the address of a callback holds a code."""


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def server_bind(self) -> None:
        # HTTPServer's own would look for this machine's name, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Server((settings.host, settings.port), Handler) as server:
        print(f"listening http://{settings.host}:{server.server_port}", flush=True)
        server.serve_forever()
