"""Links Acme Desk accounts to people of the hub and files their tickets.

Needs Python 3.11 and nothing else; all settings come from the environment.
"""
import base64, hashlib, hmac, json, os, re, secrets, signal, socket, socketserver, sys, threading, time, uuid
from collections import namedtuple
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote, quote_plus, unquote, urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

HUB = os.environ["JOINERY_HUB"].rstrip("/")
AUTH_ID = os.environ["JOINERY_AUTH_ID"]
PROXY_SECRET = os.environ["JOINERY_PROXY_SECRET"]
API_TOKEN = os.environ["JOINERY_API_TOKEN"]
ISSUER = os.environ["ACME_ISSUER"].rstrip("/")
CLIENT_ID = os.environ["ACME_CLIENT_ID"]
CLIENT_SECRET = os.environ["ACME_CLIENT_SECRET"]
CONNECT_BASE = os.environ.get("JOINERY_CONNECT_BASE", "").rstrip("/")
SCOPE = "openid profile email tickets:write offline_access"
MAX_BODY = 1_000_000
TROUBLE = "Something went wrong with Acme Desk. Please try again."

class Refusal(Exception):
    """Something the user may read."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code

class Failed(Exception):
    """A call of ours that did not work out; says enough about it to find out why."""

    def __init__(self, what, answer):
        super().__init__(f"{what} answered {answer.status} to {answer.request}")

Answer = namedtuple("Answer", "status body request")

class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

opener = build_opener(NoRedirects, ProxyHandler({}))

def http(method, url, headers, data=None, timeout=8):
    request = Request(url, data=data, method=method, headers={"accept": "application/json", **headers})
    asked = f"{method} {url} {request.headers}"
    try:
        with opener.open(request, timeout=timeout) as response:
            return Answer(response.status, response.read(), asked)
    except HTTPError as error:
        with error:
            return Answer(error.code, error.read(), asked)

def loads(body):
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}

# --- Acme Desk

found_issuer = {}

def discover():
    if not found_issuer:
        answer = http("GET", f"{ISSUER}/.well-known/openid-configuration", {}, timeout=5)
        document = loads(answer.body)
        if answer.status != 200 or document.get("issuer", "").rstrip("/") != ISSUER:
            raise Failed("discovery", answer)
        found_issuer.update(document)
    return found_issuer

def acme_form(endpoint, form):
    pair = f"{quote_plus(CLIENT_ID)}:{quote_plus(CLIENT_SECRET)}"
    headers = {
        "authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
        "content-type": "application/x-www-form-urlencoded",
    }
    return http("POST", discover()[endpoint], headers, urlencode(form).encode())

def revoke(tokens):
    token = tokens.get("refresh_token") or tokens.get("access_token")
    if token:
        answer = acme_form("revocation_endpoint", {"token": token})
        if answer.status != 200:
            raise Failed("revocation", answer)
    return bool(token)

def give_back(tokens):
    try:
        revoke(tokens)
    except Exception as error:
        print(f"grant not withdrawn: {type(error).__name__}", file=sys.stderr)

def to_store(tokens):
    """The fields of a linked account that come from a token request."""
    kept = {name: tokens[name] for name in ("access_token", "refresh_token") if tokens.get(name)}
    seconds = tokens.get("expires_in")
    until = datetime.now(timezone.utc) + timedelta(seconds=seconds) if isinstance(seconds, (int, float)) else None
    return {**kept, "expiry": until and until.isoformat()}

# --- Hub

def hub(method, user, path, body=None, key=None):
    url = f"{HUB}/v2/user/{quote(user, safe='')}/linked-accounts{path}"
    headers = {"authorization": f"Bearer {API_TOKEN}"}
    if body is not None:
        headers["content-type"] = "application/json"
    if key:
        headers["idempotency-key"] = key
    for attempt in (1, 2, 3):
        try:
            answer = http(method, url, headers, json.dumps(body).encode() if body is not None else None, 5)
        except OSError as error:
            answer = Answer(599, b"", f"{method} ({type(error).__name__})")
        if answer.status == 404:
            raise Refusal(404, "LINKED_ACCOUNT_NOT_FOUND", "There is no such linked account.")
        if answer.status < 300:
            return loads(answer.body).get("data")
        if answer.status < 500:
            break
        time.sleep(0.3 * attempt)
    raise Failed("the hub", answer)

# --- Connect

pending, pending_lock = {}, threading.Lock()

def connect(user):
    endpoint = discover()["authorization_endpoint"]
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    with pending_lock:
        for old in [one for one, (_, _, until) in pending.items() if until < time.monotonic()]:
            del pending[old]
        pending[state] = (user, verifier, time.monotonic() + 600)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    question = {
        "response_type": "code", "client_id": CLIENT_ID, "redirect_uri": f"{CONNECT_BASE}/connect/callback",
        "scope": SCOPE, "prompt": "consent", "state": state,
        "code_challenge": challenge, "code_challenge_method": "S256",
    }
    return {"authorization_url": endpoint + ("&" if "?" in endpoint else "?") + urlencode(question)}

def callback(query):
    values = parse_qs(query, keep_blank_values=True)
    one = lambda name: values[name][0] if len(values.get(name, [])) == 1 else None
    with pending_lock:
        user, verifier, until = pending.pop(one("state"), (None, None, 0))
    late = 400, "This took too long", "Please go back to the hub and press Connect again."
    if user is None or until < time.monotonic():
        return late
    iss_required = discover().get("authorization_response_iss_parameter_supported") is True
    if (iss_required or "iss" in values) and one("iss") != discover()["issuer"]:
        return late
    if "error" in values:
        return 200, "Nothing was connected", "You did not allow it at Acme Desk."
    if not one("code"):
        return late
    answer = acme_form("token_endpoint", {
        "grant_type": "authorization_code", "code": one("code"), "code_verifier": verifier,
        "redirect_uri": f"{CONNECT_BASE}/connect/callback",
    })
    tokens = loads(answer.body)
    if answer.status != 200 or not tokens.get("access_token"):
        raise Failed("token request", answer)
    try:
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        answer = http("GET", discover()["userinfo_endpoint"], bearer)
        person = loads(answer.body)
        if answer.status != 200 or not person.get("sub"):
            raise Failed("userinfo", answer)
        account = {
            "auth_id": AUTH_ID,
            "external_account_id": (person.get("preferred_username") or person.get("email") or person["sub"])[:255],
            "external_subject": f"{discover()['issuer']} {person['sub']}",
            **to_store(tokens),
        }
        if person.get("email"):
            account["additional_info"] = person["email"]
        hub("POST", user, "", account, str(uuid.uuid4()))
    except Exception:
        give_back(tokens)  # what the hub does not know, nobody can disconnect
        raise
    return 200, "Acme Desk is connected", "You can close this window."

# --- Disconnect and tickets

locks, locks_lock = {}, threading.Lock()

def lock_of(account_id):
    with locks_lock:
        return locks.setdefault(account_id, threading.Lock())

def disconnect(user, account_id):
    path = "/" + quote(account_id, safe="")
    with lock_of(account_id):
        revoked = revoke(hub("GET", user, path))
        try:
            hub("DELETE", user, path)
        except Refusal:
            pass  # already gone there
    return {"revocation": "revoked"} if revoked else {}

def renew(user, stale):
    """A new access token. One refresh per account at a time; whoever waited takes the token of the one before."""
    path = "/" + quote(stale["linked_account_id"], safe="")
    with lock_of(stale["linked_account_id"]):
        account = hub("GET", user, path)
        if account.get("access_token") != stale.get("access_token"):
            return account["access_token"]
        answer = Answer(400, b'{"error":"invalid_grant"}', "nothing")
        if account.get("refresh_token"):
            form = {"grant_type": "refresh_token", "refresh_token": account["refresh_token"]}
            answer = acme_form("token_endpoint", form)
        fresh = loads(answer.body)
        if answer.status == 400 and fresh.get("error") == "invalid_grant":
            now = hub("GET", user, path)
            if now.get("access_token") != account.get("access_token"):
                return now["access_token"]
            hub("PATCH", user, path, {"requires_reauthentication": True})
            raise Refusal(409, "NEEDS_RECONNECT", "Acme Desk wants you to connect again.")
        if answer.status != 200 or not fresh.get("access_token"):
            raise Failed("refresh", answer)
        try:
            hub("PATCH", user, path, to_store(fresh))
        except Exception:
            give_back(fresh)
            raise
        return fresh["access_token"]

def file_ticket(user, body):
    try:
        ticket = json.loads(body)
    except ValueError:
        raise Refusal(400, "BAD_REQUEST", "The body must be JSON.")
    title, text = (ticket.get("title"), ticket.get("text")) if isinstance(ticket, dict) else (None, None)
    if not isinstance(title, str) or not title.strip() or not isinstance(text, (str, type(None))):
        raise Refusal(400, "BAD_REQUEST", "A ticket needs a title.")
    accounts = hub("GET", user, "?" + urlencode({"auth_id": AUTH_ID}))
    if not accounts:
        raise Refusal(409, "NOT_CONNECTED", "Please connect Acme Desk first.")
    account = next((one for one in accounts if not one.get("requires_reauthentication")), None)
    if account is None:
        raise Refusal(409, "NEEDS_RECONNECT", "Acme Desk wants you to connect again.")
    wanted = {"title": title} if text is None else {"title": title, "text": text}

    def send(token):
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        return http("POST", f"{ISSUER}/api/tickets", headers, json.dumps(wanted).encode())

    soon = datetime.now(timezone.utc) + timedelta(seconds=10)
    expiry = account.get("expiry")
    expired = not account.get("access_token") or (expiry and datetime.fromisoformat(expiry) < soon)
    answer = send(renew(user, account) if expired else account["access_token"])
    if answer.status == 401 and not expired:
        answer = send(renew(user, account))
    if answer.status == 400:
        raise Refusal(400, "BAD_REQUEST", "Acme Desk does not take this ticket.")
    if not 200 <= answer.status < 300:
        raise Failed("the ticket API", answer)
    return loads(answer.body)

# --- Server

class Handler(BaseHTTPRequestHandler):
    timeout = 30

    def log_message(self, *_):
        pass  # addresses of callbacks hold codes

    def one_header(self, name):
        values = self.headers.get_all(name) or []
        return values[0].strip() if len(values) == 1 else ""

    def body(self):
        length = self.one_header("content-length") or "0"
        if not length.isdigit() or self.headers.get("transfer-encoding"):
            raise Refusal(411, "LENGTH_REQUIRED", "The request must say its length.")
        if int(length) > MAX_BODY:
            self.rfile.read(min(int(length), 8 * MAX_BODY))
            raise Refusal(413, "PAYLOAD_TOO_LARGE", "The request is too large.")
        return self.rfile.read(int(length))

    def from_hub(self, path):
        body = self.body()
        given = hashlib.sha256(self.one_header("blink-auth-proxysecret").encode("latin-1")).digest()
        user = self.one_header("blink-auth-userid")
        if not hmac.compare_digest(given, hashlib.sha256(PROXY_SECRET.encode()).digest()) or not user:
            raise Refusal(401, "UNAUTHENTICATED", "This address answers to the hub only.")
        ok = {"code": "OK", "message": "OK"}
        if self.command == "POST" and path == f"/auth/{AUTH_ID}":
            return 200, {**ok, "data": connect(user)}
        if self.command == "POST" and path == "/tickets":
            return 201, {**ok, "data": file_ticket(user, body)}
        match = re.fullmatch(r"/linked-accounts/([^/]+)", path)
        if self.command == "DELETE" and match and unquote(match[1]) not in (".", ".."):
            return 200, {**ok, "data": {}, **disconnect(user, unquote(match[1]))}
        raise Refusal(404, "NOT_FOUND", "There is nothing here.")

    def from_browser(self, query):
        purpose = f"{self.headers.get('sec-purpose')} {self.headers.get('purpose')}"
        if "prefetch" in purpose.lower():
            return 503, "Not now", "Please open this address yourself."
        return callback(query)

    def answer(self):
        path, _, query = self.path.partition("?")
        is_callback = self.command == "GET" and path == "/connect/callback"
        try:
            status, *content = self.from_browser(query) if is_callback else self.from_hub(path)
        except Exception as error:
            if not isinstance(error, Refusal):
                print(f"{type(error).__name__} at {self.command} {path}", file=sys.stderr)
            if is_callback:
                status, content = 502, ["Nothing was connected", TROUBLE]
            elif isinstance(error, Refusal):
                status, content = error.status, [{"code": error.code, "message": str(error)}]
            else:
                message = f"{TROUBLE} For support: {error}"
                status, content = 502, [{"code": "EXTERNAL_SERVICE_FAILED", "message": message}]
        if is_callback:
            kind, (title, sentence) = "text/html; charset=utf-8", content
            head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
            payload = f"{head}<h1>{title}</h1><p>{sentence}</p></html>".encode()
        else:
            kind, payload = "application/json", json.dumps(content[0]).encode()
        self.send_response(status)
        for name, value in {
            "content-type": kind, "content-length": str(len(payload)), "cache-control": "no-store",
            "referrer-policy": "no-referrer", "x-content-type-options": "nosniff",
            "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    server_bind = socketserver.TCPServer.server_bind

if __name__ == "__main__":
    host = os.environ.get("HOST", "localhost")
    Server.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
    server = Server((host, int(os.environ.get("PORT", "0"))), Handler)
    CONNECT_BASE = CONNECT_BASE or f"http://localhost:{server.server_address[1]}"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"listening http://localhost:{server.server_address[1]}", flush=True)
    server.serve_forever()
