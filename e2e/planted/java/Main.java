import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * An integration written from the published pages alone: Java's standard library, nothing of Joinery.
 *
 * <pre>
 *   the hub calls us       POST   /auth/{auth id}          somebody pressed Connect
 *                          DELETE /linked-accounts/{id}    somebody pressed Disconnect
 *                          POST   /tickets                 somebody pressed a button on a card
 *   the browser comes to   GET    /connect/callback        Acme Desk sends it back here
 * </pre>
 *
 * The authorization URL leads straight to Acme Desk, so no cookie ties the answer to a browser: an administrator has to
 * accept that for a plain integration. {@code FAULT=<name>} plants one mistake; see ../faults.json.
 */
public class Main {
    static final int LARGEST_BODY = 1_000_000;
    static final String SCOPES = "openid profile email offline_access tickets:read tickets:write";
    static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    static final Set<String> FAULTS = Set.of(
            "ignores-secret", "prefix-secret", "wrong-envelope", "blocks-20s", "token-in-url", "same-url-twice",
            "user-from-query", "unknown-auth-id-accepted", "needs-body", "leaks-secret", "500-on-unknown-account",
            "500-on-repeated-delete", "html-on-delete", "deletes-foreign-account", "deletes-before-revoking",
            "never-revokes", "revokes-access-token-only", "deletes-although-not-revoked", "keeps-unsaved-grant",
            "exchanges-denied", "callback-twice", "token-in-redirect", "refreshes-in-parallel", "loses-rotated-token",
            "never-asks-to-reconnect", "marks-on-outage", "disconnects-first-account");
    static final String FAULT = System.getenv().getOrDefault("FAULT", "");

    /** Whether this fault was asked for. Every place that asks is a mistake planted on purpose. */
    static boolean planted(String name) {
        return FAULT.equals(name);
    }

    static final String HUB = need("JOINERY_HUB").replaceAll("/+$", "");
    static final String AUTH_ID = need("JOINERY_AUTH_ID");
    static final String PROXY_SECRET = need("JOINERY_PROXY_SECRET");
    static final String API_TOKEN = need("JOINERY_API_TOKEN");
    static final String CONNECT_BASE = need("JOINERY_CONNECT_BASE").replaceAll("/+$", "");
    static final String ISSUER = need("ACME_ISSUER");
    static final String CLIENT_ID = need("ACME_CLIENT_ID");
    static final String CLIENT_SECRET = need("ACME_CLIENT_SECRET");

    static String need(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) throw new IllegalStateException("Please set " + name + ".");
        return value;
    }

    // ---------------------------------------------------------------- answers

    record Answer(int status, String type, String body, String location) {}

    /** A status and a code for the hub, a sentence for the user. */
    static class Refusal extends RuntimeException {
        final int status;
        final String code;

        Refusal(int status, String code, String sentence) {
            super(sentence);
            this.status = status;
            this.code = code;
        }
    }

    static Answer json(int status, Map<String, ?> body) {
        return new Answer(status, "application/json", Json.write(body), null);
    }

    static Answer ok(int status, Map<String, ?> data) {
        return json(status, Json.object("code", "OK", "message", "OK", "data", data));
    }

    static Answer end(String page) {
        return new Answer(303, null, "", CONNECT_BASE + "/connect/" + page);
    }

    static final Map<String, String[]> PAGES = Map.of(
            "done", new String[] {"Acme Desk is connected", "You can close this window."},
            "declined", new String[] {"Nothing was connected", "You did not allow it at Acme Desk."},
            "ended", new String[] {"This connection is over", "Please go back and press Connect again."},
            "failed", new String[] {"Nothing was connected", "Something went wrong. Please press Connect again."});

    static Answer endPage(String name) {
        String[] words = PAGES.get(name);
        String head = "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
        String html = "<!doctype html><html lang=\"en\">%s<title>%s</title><h1>%s</h1><p>%s</p></html>";
        return new Answer(200, "text/html; charset=utf-8", html.formatted(head, words[0], words[0], words[1]), null);
    }

    static Refusal noSuchAccount() {
        return new Refusal(404, "LINKED_ACCOUNT_NOT_FOUND", "There is no such linked account.");
    }

    static Refusal needsReconnect() {
        return new Refusal(409, "NEEDS_RECONNECT", "Acme Desk wants you to connect again.");
    }

    // ---------------------------------------------------------------- calls to the hub and to Acme Desk

    static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(FIVE_SECONDS).build();

    record Reply(int status, Map<String, Object> body) {
        String text(String name) {
            return body.get(name) instanceof String text ? text : null;
        }
    }

    static Reply call(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.timeout(FIVE_SECONDS).build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), Json.parseObjectOrEmpty(response.body()));
        } catch (InterruptedException error) {
            throw new IOException(error);
        }
    }

    static Refusal hubFailed() {
        return new Refusal(502, "HUB_FAILED", "The hub did not answer as expected. Please try again.");
    }

    /** A call of the hub's API; {@code data} of a success, null for 404. */
    static Object askHub(String method, String path, Map<String, ?> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(HUB + path))
                .header("authorization", "Bearer " + API_TOKEN)
                .header("content-type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)));
        try {
            Reply reply = call(request);
            if (reply.status == 404) return null;
            if (reply.status < 300 && "OK".equals(reply.text("code"))) return reply.body.get("data");
        } catch (IOException error) {
            System.err.println("The hub could not be reached: " + error.getClass().getSimpleName());
        }
        throw hubFailed();
    }

    static String accountsOf(String userId) {
        return "/v2/user/" + encode(userId) + "/linked-accounts";
    }

    static Account findAccount(String userId, String accountId) {
        Object found = askHub("GET", accountsOf(userId) + "/" + encode(accountId), null);
        return found == null ? null : new Account(Json.asObject(found));
    }

    static List<Account> listAccounts(String userId) {
        Object found = askHub("GET", accountsOf(userId) + "?auth_id=" + encode(AUTH_ID), null);
        return Json.asList(found).stream().map(account -> new Account(Json.asObject(account))).toList();
    }

    static Object changeAccount(String userId, String accountId, Map<String, ?> changes) {
        return askHub("PATCH", accountsOf(userId) + "/" + encode(accountId), changes);
    }

    /** As much of a linked account as we use. */
    record Account(Map<String, Object> fields) {
        String text(String name) {
            return fields.get(name) instanceof String text ? text : null;
        }

        String id() {
            return text("linked_account_id");
        }

        boolean needsReconnect() {
            return Boolean.TRUE.equals(fields.get("requires_reauthentication"));
        }

        boolean isOver() {
            String expiry = text("expiry");
            return expiry != null && OffsetDateTime.parse(expiry).toInstant().isBefore(Instant.now().plusSeconds(10));
        }
    }

    static Refusal acmeFailed() {
        return new Refusal(502, "EXTERNAL_SERVICE_FAILED", "Acme Desk did not answer as expected. Please try again.");
    }

    static Reply callAcme(HttpRequest.Builder request) {
        try {
            return call(request);
        } catch (IOException error) {
            System.err.println("Acme Desk could not be reached: " + error.getClass().getSimpleName());
            throw acmeFailed();
        }
    }

    static volatile Map<String, Object> metadata;

    /** Asks once and remembers (OpenID Connect Discovery 1.0, 4.3: the issuer must be the one we asked). */
    static Map<String, Object> discover() {
        if (metadata == null) {
            URI address = URI.create(ISSUER + "/.well-known/openid-configuration");
            Reply reply = callAcme(HttpRequest.newBuilder(address));
            if (reply.status != 200 || !ISSUER.equals(reply.text("issuer"))) throw acmeFailed();
            metadata = reply.body;
        }
        return metadata;
    }

    static URI endpoint(String name) {
        return URI.create((String) discover().get(name));
    }

    static Reply postForm(String endpoint, String... form) {
        String client = encode(CLIENT_ID) + ":" + encode(CLIENT_SECRET);
        String basic = Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8));
        return callAcme(HttpRequest.newBuilder(endpoint(endpoint))
                .header("authorization", "Basic " + basic)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(query(form))));
    }

    /** A token request: 200 with tokens, or 400 with an error as RFC 6749, 5.2 spells it. */
    static Reply requestTokens(String... form) {
        Reply reply = postForm("token_endpoint", form);
        boolean isAnswer = reply.status == 200 ? reply.text("access_token") != null : reply.status == 400;
        if (!isAnswer) throw acmeFailed();
        return reply;
    }

    /** RFC 7009. A token that is unknown there is answered with 200 too (2.2). */
    static void revoke(String token, String hint) {
        if (token == null) return;
        if (postForm("revocation_endpoint", "token", token, "token_type_hint", hint).status != 200) throw acmeFailed();
    }

    static Reply fileAtAcme(String token, String title, String text) {
        return callAcme(HttpRequest.newBuilder(URI.create(ISSUER + "/api/tickets"))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(Json.object("title", title, "text", text)))));
    }

    /** The fields of a linked account that come from a token request. A refresh token that is not renewed stays. */
    static Map<String, Object> toStore(Reply tokens) {
        Map<String, Object> fields = Json.object("access_token", tokens.text("access_token"), "expiry", null);
        if (tokens.text("refresh_token") != null) fields.put("refresh_token", tokens.text("refresh_token"));
        if (tokens.body.get("expires_in") instanceof Number seconds) {
            fields.put("expiry", Instant.now().plusSeconds(seconds.longValue()).toString());
        }
        return fields;
    }

    // ---------------------------------------------------------------- Connect

    record Begun(String userId, String verifier, Instant until) {}

    /** Who pressed, under the random state that comes back with the browser. */
    static final Map<String, Begun> BEGUN = new ConcurrentHashMap<>();
    static final Map<String, String> URLS = new ConcurrentHashMap<>();

    static Answer connect(String userId) {
        BEGUN.values().removeIf(begun -> begun.until.isBefore(Instant.now()));
        String verifier = random();
        String state = random();
        BEGUN.put(state, new Begun(userId, verifier, Instant.now().plus(TEN_MINUTES)));
        if (planted("user-from-query")) state = userId + "." + state;
        String question = query(
                "response_type", "code",
                "client_id", CLIENT_ID,
                "redirect_uri", CONNECT_BASE + "/connect/callback",
                "scope", SCOPES,
                "prompt", "consent",
                "state", state,
                "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier)),
                "code_challenge_method", "S256");
        if (planted("token-in-url")) question += "&client_secret=" + encode(CLIENT_SECRET);
        String url = endpoint("authorization_endpoint") + "?" + question;
        if (planted("same-url-twice")) {
            URLS.putIfAbsent(userId, url);
            url = URLS.get(userId);
        }
        if (planted("wrong-envelope")) {
            return json(200, Json.object("status", "success", "data", Json.object("authorization_url", url)));
        }
        return ok(200, Json.object("authorization_url", url));
    }

    /** The browser comes back: state and issuer first; only then the one token request. */
    static Answer callback(Map<String, List<String>> query) {
        String state = one(query, "state");
        String key = planted("user-from-query") ? state.substring(state.indexOf('.') + 1) : state;
        Begun begun = planted("callback-twice") ? BEGUN.get(key) : BEGUN.remove(key);
        if (begun == null || begun.until.isBefore(Instant.now())) return end("ended");
        String userId = planted("user-from-query") ? state.substring(0, state.indexOf('.')) : begun.userId;
        boolean namesIssuer = Boolean.TRUE.equals(discover().get("authorization_response_iss_parameter_supported"));
        boolean isFromAcme = query.containsKey("iss") ? one(query, "iss").equals(ISSUER) : !namesIssuer;
        if (!isFromAcme) return end("failed"); // RFC 9207, 2.4
        if (query.containsKey("error") && !planted("exchanges-denied")) {
            return end(one(query, "error").equals("access_denied") ? "declined" : "failed");
        }
        Reply tokens = requestTokens(
                "grant_type", "authorization_code",
                "code", one(query, "code"),
                "redirect_uri", CONNECT_BASE + "/connect/callback",
                "code_verifier", begun.verifier);
        if (tokens.status != 200) return end("failed");
        save(userId, tokens);
        return end(planted("token-in-redirect") ? "done?access_token=" + tokens.text("access_token") : "done");
    }

    /** Add User Linked Account. What the hub does not store nobody could ever disconnect: we give the access back. */
    static void save(String userId, Reply tokens) {
        try {
            Reply person = callAcme(HttpRequest.newBuilder(endpoint("userinfo_endpoint"))
                    .header("authorization", "Bearer " + tokens.text("access_token")));
            if (person.status != 200 || person.text("sub") == null) throw acmeFailed();
            String label = person.text("preferred_username");
            Map<String, Object> account = Json.object(
                    "auth_id", AUTH_ID,
                    "external_account_id", label == null ? person.text("sub") : label,
                    "external_subject", ISSUER + " " + person.text("sub"),
                    "display_name", person.text("name"),
                    "additional_info", person.text("email"));
            account.putAll(toStore(tokens));
            if (askHub("POST", accountsOf(userId), account) == null) throw hubFailed();
        } catch (RuntimeException error) {
            if (!planted("keeps-unsaved-grant")) {
                revoke(tokens.text("refresh_token"), "refresh_token");
                revoke(tokens.text("access_token"), "access_token");
            }
            throw error;
        }
    }

    // ---------------------------------------------------------------- Disconnect

    static final ReentrantLock[] LOCKS = new ReentrantLock[256];
    static final Set<String> DISCONNECTS = ConcurrentHashMap.newKeySet();

    static {
        Arrays.setAll(LOCKS, index -> new ReentrantLock());
    }

    /** One thing at a time for each account: a refresh token must not be used twice, nor renewed while withdrawn. */
    static <T> T alone(String accountId, Callable<T> work) throws Exception {
        ReentrantLock lock = LOCKS[Math.floorMod(accountId.hashCode(), LOCKS.length)];
        if (!lock.tryLock(8, TimeUnit.SECONDS)) {
            throw new Refusal(503, "BUSY", "This account is busy. Please try again a little later.");
        }
        try {
            return work.call();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever comes second finds nothing, and says so. */
    static Answer disconnect(String userId, String named) {
        if (planted("500-on-repeated-delete") && !DISCONNECTS.add(named)) throw new IllegalStateException("duplicate key");
        if (planted("deletes-foreign-account")) userId = ownerOf(named);
        String accountId = named;
        if (planted("disconnects-first-account")) {
            accountId = listAccounts(userId).stream().map(Account::id).findFirst().orElse(named);
        }
        Account account = findAccount(userId, accountId);
        if (account == null && !planted("500-on-unknown-account")) throw noSuchAccount();
        if (planted("deletes-before-revoking")) {
            askHub("DELETE", accountsOf(userId) + "/" + encode(accountId), null);
            account = findAccount(userId, accountId);
        }
        // First the access, then the account: in the other order a failure would leave tokens that nobody can withdraw.
        String refreshToken = account.text("refresh_token");
        String accessToken = account.text("access_token");
        try {
            if (!planted("never-revokes") && !planted("revokes-access-token-only")) revoke(refreshToken, "refresh_token");
            if (!planted("never-revokes")) revoke(accessToken, "access_token");
        } catch (Refusal failed) {
            if (!planted("deletes-although-not-revoked")) throw failed;
        }
        askHub("DELETE", accountsOf(userId) + "/" + encode(accountId), null);
        if (planted("html-on-delete")) return new Answer(200, "text/html", "<p>Disconnected.</p>", null);
        boolean hadTokens = refreshToken != null || accessToken != null;
        return ok(200, Json.object("revocation", hadTokens ? "revoked" : "not_supported"));
    }

    static String ownerOf(String accountId) {
        for (Object user : Json.asList(askHub("GET", "/v2/user?page=1", null))) {
            String id = (String) Json.asObject(user).get("id");
            if (findAccount(id, accountId) != null) return id;
        }
        return "nobody";
    }

    // ---------------------------------------------------------------- a button on a card

    static Answer fileTicket(String userId, Map<String, Object> ticket) throws Exception {
        if (!(ticket.get("title") instanceof String title) || title.isBlank()) {
            throw new Refusal(400, "BAD_REQUEST", "A ticket needs a title.");
        }
        String text = ticket.get("text") instanceof String given ? given : "";
        List<Account> accounts = listAccounts(userId);
        if (accounts.isEmpty()) throw new Refusal(409, "NOT_CONNECTED", "Please connect Acme Desk first.");
        Account account = accounts.stream().filter(one -> !one.needsReconnect()).findFirst().orElse(null);
        if (account == null) throw needsReconnect();

        boolean isOver = account.isOver();
        Reply reply = fileAtAcme(isOver ? renew(userId, account) : account.text("access_token"), title, text);
        if (reply.status == 401 && !isOver) reply = fileAtAcme(renew(userId, account), title, text);
        if (reply.status == 400) throw new Refusal(400, "BAD_REQUEST", "Acme Desk does not take such a ticket.");
        if (reply.status != 201) throw acmeFailed();
        return ok(201, reply.body);
    }

    /** Gets a new access token. Acme Desk ends the whole access when a refresh token is used twice: one at a time. */
    static String renew(String userId, Account stale) throws Exception {
        if (planted("refreshes-in-parallel")) return refresh(userId, stale);
        return alone(stale.id(), () -> {
            Account account = findAccount(userId, stale.id());
            if (account == null) throw noSuchAccount();
            String token = account.text("access_token");
            // Somebody else may have renewed it since we read it.
            return stale.text("access_token").equals(token) ? refresh(userId, account) : token;
        });
    }

    static String refresh(String userId, Account account) {
        String used = account.text("refresh_token");
        if (used == null) throw askToConnectAgain(userId, account);
        Reply tokens;
        try {
            tokens = requestTokens("grant_type", "refresh_token", "refresh_token", used);
        } catch (Refusal down) {
            if (planted("marks-on-outage")) throw askToConnectAgain(userId, account);
            throw down;
        }
        if ("invalid_grant".equals(tokens.text("error"))) throw askToConnectAgain(userId, account);
        if (tokens.status != 200) throw acmeFailed();
        Map<String, Object> renewed = toStore(tokens);
        if (planted("loses-rotated-token")) renewed.remove("refresh_token");
        if (saveRenewed(userId, account.id(), renewed, 2) == null) {
            // Disconnected meanwhile: what was renewed must not outlive it.
            revoke(tokens.text("refresh_token") == null ? used : tokens.text("refresh_token"), "refresh_token");
            throw noSuchAccount();
        }
        return tokens.text("access_token");
    }

    /** The old refresh token is used up, so losing the new one would end the access: three tries. */
    static Object saveRenewed(String userId, String accountId, Map<String, ?> renewed, int triesLeft) {
        try {
            return changeAccount(userId, accountId, renewed);
        } catch (Refusal failed) {
            if (triesLeft == 0) throw failed;
            return saveRenewed(userId, accountId, renewed, triesLeft - 1);
        }
    }

    /** Acme Desk has ended the access. Another process may have been faster, so we look before we say so. */
    static Refusal askToConnectAgain(String userId, Account account) {
        Account now = findAccount(userId, account.id());
        String used = String.valueOf(account.text("refresh_token"));
        boolean isUnchanged = now != null && used.equals(String.valueOf(now.text("refresh_token")));
        if (isUnchanged && !planted("never-asks-to-reconnect")) {
            changeAccount(userId, account.id(), Json.object("requires_reauthentication", true));
        }
        return needsReconnect();
    }

    // ---------------------------------------------------------------- who asks for what

    static Answer answer(HttpExchange exchange) throws Exception {
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) throw new Refusal(413, "PAYLOAD_TOO_LARGE", "The request is too large.");
        List<String> path = parsePath(exchange.getRequestURI().getRawPath());
        boolean isLooking = method.equals("GET") || method.equals("HEAD");
        if (isLooking && path.size() == 2 && path.get(0).equals("connect")) {
            if (PAGES.containsKey(path.get(1))) return endPage(path.get(1));
            if (path.get(1).equals("callback")) return answerBrowser(exchange);
        }
        return answerHub(exchange.getRequestHeaders(), method, path, new String(body, StandardCharsets.UTF_8));
    }

    /** What comes through the hub. It alone knows the proxy secret, and it tells us who the user is. */
    static Answer answerHub(Headers headers, String method, List<String> path, String body) throws Exception {
        String userId = requireHub(headers);
        if (planted("needs-body")) Json.parseObject(body);
        String first = method + " " + (path.isEmpty() ? "" : path.get(0));
        if (first.equals("POST auth") && path.size() == 2) {
            if (!path.get(1).equals(AUTH_ID) && !planted("unknown-auth-id-accepted")) {
                throw new Refusal(404, "AUTH_ID_NOT_FOUND", "There is no such Auth ID.");
            }
            if (planted("blocks-20s")) Thread.sleep(20_000);
            return connect(userId);
        }
        if (first.equals("DELETE linked-accounts") && path.size() == 2) {
            return alone(path.get(1), () -> disconnect(userId, path.get(1)));
        }
        if (first.equals("POST tickets") && path.size() == 1) return fileTicket(userId, Json.parseObject(body));
        throw new Refusal(404, "NOT_FOUND", "There is nothing here.");
    }

    static String requireHub(Headers headers) {
        String given = only(headers, "blink-auth-proxysecret");
        boolean isRight = MessageDigest.isEqual(sha256(given), sha256(PROXY_SECRET));
        if (planted("prefix-secret")) isRight = !given.isEmpty() && PROXY_SECRET.startsWith(given);
        if (!isRight && !planted("ignores-secret")) {
            throw new Refusal(401, "UNAUTHENTICATED", "This address answers to the hub only.");
        }
        String userId = only(headers, "blink-auth-userid");
        if (userId.isEmpty()) throw new Refusal(400, "BAD_REQUEST", "The hub did not say who the user is.");
        return userId;
    }

    static String only(Headers headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    /** What a person's browser opens. A preview must not use up a state: 503 makes browsers throw it away. */
    static Answer answerBrowser(HttpExchange exchange) {
        String purpose = exchange.getRequestHeaders().getFirst("sec-purpose");
        boolean isPreview = purpose != null && purpose.matches(".*(prefetch|prerender|preview).*");
        if (isPreview || !exchange.getRequestMethod().equals("GET")) return new Answer(503, null, "", null);
        try {
            return callback(parseQuery(exchange.getRequestURI().getRawQuery()));
        } catch (RuntimeException error) {
            System.err.println("A connect failed: " + error.getMessage());
            return end("failed");
        }
    }

    static void serve(HttpExchange exchange) throws IOException {
        Answer answer;
        try {
            answer = answer(exchange);
        } catch (Refusal refusal) {
            answer = refuse(refusal, exchange);
        } catch (Exception error) {
            error.printStackTrace();
            answer = refuse(new Refusal(500, "INTERNAL", "Something went wrong on our side."), exchange);
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("cache-control", "no-store");
        headers.set("referrer-policy", "no-referrer");
        headers.set("x-content-type-options", "nosniff");
        if (answer.type != null) headers.set("content-type", answer.type);
        if (answer.location != null) headers.set("location", answer.location);
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        boolean isEmpty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status, isEmpty ? -1 : body.length);
        if (!isEmpty) exchange.getResponseBody().write(body);
        exchange.close();
    }

    static Answer refuse(Refusal refusal, HttpExchange exchange) {
        Map<String, Object> body = Json.object("code", refusal.code, "message", refusal.getMessage());
        if (planted("leaks-secret")) body.put("received", new LinkedHashMap<>(exchange.getRequestHeaders()));
        return json(refusal.status, body);
    }

    public static void main(String[] arguments) throws IOException {
        if (!FAULT.isEmpty() && !FAULTS.contains(FAULT)) {
            throw new IllegalStateException("FAULT names no fault of this server; see e2e/planted/faults.json.");
        }
        // The default waits 40 ms before it sends a small answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        String host = System.getenv().getOrDefault("HOST", "localhost");
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::serve);
        server.start();
        System.out.println("listening http://" + host + ":" + server.getAddress().getPort());
    }

    // ---------------------------------------------------------------- texts

    static final SecureRandom RANDOM = new SecureRandom();

    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException(error);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String query(String... pairs) {
        List<String> parts = new ArrayList<>();
        for (int index = 0; index < pairs.length; index += 2) parts.add(pairs[index] + "=" + encode(pairs[index + 1]));
        return String.join("&", parts);
    }

    static Map<String, List<String>> parseQuery(String query) {
        if (query == null) return Map.of();
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.groupingBy(
                        pair -> decode(pair[0]),
                        Collectors.mapping(pair -> pair.length > 1 ? decode(pair[1]) : "", Collectors.toList())));
    }

    /** A parameter that is there exactly once; empty otherwise. */
    static String one(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The decoded segments of a path; none for one that could lead somewhere else at the hub. */
    static List<String> parsePath(String path) {
        List<String> parts = Arrays.stream(path.split("/", -1)).skip(1).map(part -> decode(part.replace("+", "%2B"))).toList();
        boolean isOdd = parts.stream().anyMatch(part -> part.matches("|\\.|\\.\\.|.*/.*"));
        return isOdd ? List.of() : parts;
    }

    /** As much JSON (RFC 8259) as two servers say to each other; the standard library has none. */
    static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Map<String, Object> object(Object... pairs) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int index = 0; index < pairs.length; index += 2) object.put((String) pairs[index], pairs[index + 1]);
            return object;
        }

        @SuppressWarnings("unchecked")
        static Map<String, Object> asObject(Object value) {
            return value instanceof Map ? (Map<String, Object>) value : Map.of();
        }

        static List<?> asList(Object value) {
            return value instanceof List<?> list ? list : List.of();
        }

        static Map<String, Object> parseObject(String text) {
            try {
                Json json = new Json(text);
                Object value = json.value();
                if (value instanceof Map && json.peek() == 0) return asObject(value);
            } catch (RuntimeException error) {
                // Refused below, like everything else that is no object.
            }
            throw new Refusal(400, "BAD_REQUEST", "The body must be a JSON object.");
        }

        static Map<String, Object> parseObjectOrEmpty(String text) {
            try {
                return parseObject(text);
            } catch (Refusal noObject) {
                return Map.of();
            }
        }

        /** The next character that is no white space; 0 at the end. */
        private char peek() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
            return at < text.length() ? text.charAt(at) : 0;
        }

        private Object value() {
            switch (peek()) {
                case '{':
                    Map<String, Object> object = new LinkedHashMap<>();
                    each('}', () -> {
                        peek();
                        String name = string();
                        expect(':');
                        object.put(name, value());
                    });
                    return object;
                case '[':
                    List<Object> list = new ArrayList<>();
                    each(']', () -> list.add(value()));
                    return list;
                case '"':
                    return string();
                default:
                    return literal();
            }
        }

        private void each(char end, Runnable member) {
            at++;
            if (peek() != end) {
                member.run();
                while (peek() == ',') {
                    at++;
                    member.run();
                }
            }
            expect(end);
        }

        private void expect(char wanted) {
            if (peek() != wanted) throw new IllegalArgumentException("not JSON");
            at++;
        }

        private String string() {
            StringBuilder read = new StringBuilder();
            expect('"');
            while (text.charAt(at) != '"') {
                char next = text.charAt(at++);
                if (next != '\\') {
                    read.append(next);
                    continue;
                }
                char escaped = text.charAt(at++);
                int simple = "bfnrt".indexOf(escaped);
                if (escaped == 'u') {
                    read.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                } else {
                    read.append(simple < 0 ? escaped : "\b\f\n\r\t".charAt(simple));
                }
            }
            at++;
            return read.toString();
        }

        private Object literal() {
            int from = at;
            while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) at++;
            String word = text.substring(from, at);
            return switch (word) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> null;
                default -> Double.valueOf(word);
            };
        }

        static String write(Object value) {
            if (value instanceof Map<?, ?> map) {
                return map.entrySet().stream()
                        .map(entry -> write(entry.getKey()) + ":" + write(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            }
            if (value instanceof List<?> list) {
                return list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
            }
            if (value instanceof Double number && number == Math.rint(number)) return String.valueOf(number.longValue());
            return value instanceof String text ? quote(text) : String.valueOf(value);
        }

        private static String quote(String text) {
            StringBuilder written = new StringBuilder("\"");
            for (char next : text.toCharArray()) {
                if (next == '"' || next == '\\') written.append('\\').append(next);
                else if (next < ' ') written.append("\\u%04x".formatted((int) next));
                else written.append(next);
            }
            return written.append('"').toString();
        }
    }
}
