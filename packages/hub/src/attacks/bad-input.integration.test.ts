import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BODY_ROUTES, type BodyRoute, MARK } from "./bodies.ts";
import { expectNoFault, expectRefusal } from "./expect-refusal.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

function sendTo(route: BodyRoute, body: unknown, headers: Record<string, string> = {}) {
  return world.send(route.as, { method: route.method, path: route.pathOf(world), body, headers });
}

const depth = 100_000;
const NO_JSON: [string, string | Uint8Array][] = [
  ["a list", JSON.stringify([MARK])],
  ["a text", JSON.stringify(MARK)],
  ["a number", "42"],
  ["null", "null"],
  ["half an object", `{"${MARK}":`],
  ["no JSON", MARK],
  ["a comment", `{} // ${MARK}`],
  ["invalid UTF-8", new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ["UTF-16", new Uint8Array(Buffer.from(`\ufeff{"a":"${MARK}"}`, "utf16le"))],
  ["U+0000", `{"external_account_id":"${MARK}\\u0000"}`],
  ["a lone surrogate", `{"external_account_id":"${MARK}\\ud800"}`],
  ["a deep list", `${"[".repeat(depth)}${"]".repeat(depth)}`],
  ["a deep object", `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`],
];

describe.each(BODY_ROUTES.map((route) => [route.route, route] as const))("%s", (_name, route) => {
  test("takes a sound body", async () => {
    const reply = await sendTo(route, route.sound(world));
    expect([200, 201, 404, 409]).toContain(reply.status);
  });

  test.each(NO_JSON)("refuses %s", async (_what, body) => {
    const refusal = expectRefusal(await sendTo(route, body));
    expect(refusal).toMatchObject({ code: "BAD_REQUEST", errors: [{ message: expect.any(String) }] });
  });

  test("refuses a missing body, naming every field it needs", async () => {
    if (route.required.length === 0) return;
    const { kind } = route.sound(world);
    const refusal = expectRefusal(await sendTo(route, kind === undefined ? {} : { kind }));
    const needed = kind === undefined ? route.required : route.required.filter((field) => field !== "kind");
    expect(refusal.errors?.map((error) => error.path)).toEqual(expect.arrayContaining(needed));
  });

  const wrong = Object.entries(route.wrong).flatMap(([field, values]) =>
    values.map((value) => [field, value] as const),
  );
  test.each(wrong.map(([field, value]) => [field, JSON.stringify(value).slice(0, 40), value] as const))(
    "refuses %s: %s",
    async (field, _shown, value) => {
      const refusal = expectRefusal(await sendTo(route, { ...route.sound(world), [field]: value }));
      expect(refusal.code).toBe("BAD_REQUEST");
      expect(refusal.errors?.map((error) => error.path.split(".")[0])).toContain(field);
    },
  );

  test("refuses another content type, and a body without one", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]) {
      const refusal = expectRefusal(await sendTo(route, route.sound(world), { "content-type": type }));
      expect(refusal.code).toBe("UNSUPPORTED_MEDIA_TYPE");
    }
  });

  test("refuses more than 1 MB, announced or not", async () => {
    const body = JSON.stringify({ ...route.sound(world), filler: MARK.repeat(100_000) });
    expect(expectRefusal(await sendTo(route, body)).code).toBe("PAYLOAD_TOO_LARGE");
    const announced = await sendTo(route, JSON.stringify(route.sound(world)), { "content-length": "1048577" });
    expect(expectRefusal(announced).code).toBe("PAYLOAD_TOO_LARGE");
  });

  test("takes nothing from __proto__, constructor or prototype", async () => {
    const { kind: _kind, ...sound } = route.sound(world);
    const hidden = JSON.stringify({ ...sound, [MARK]: 1 }).slice(1);
    const body = `{"__proto__":{"${MARK}":true,"step":"prepare"},"constructor":{"prototype":{"${MARK}":true}},${hidden}`;
    expectNoFault(await sendTo(route, body));
    expect(Object.hasOwn(Object.prototype, MARK)).toBe(false);
  });

  test("never fails over random bodies, and repeats nothing of them", async () => {
    const word = fc.string({ unit: "binary" }).map((text) => `${MARK}${text}`);
    const fields = Object.fromEntries(Object.keys(route.wrong).map((field) => [field, fc.jsonValue()]));
    const body = fc.oneof(
      fc.record(fields, { requiredKeys: [] }),
      fc.dictionary(fc.constantFrom(...Object.keys(route.wrong), "__proto__"), word),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        const reply = await sendTo(route, JSON.stringify(value));
        expectNoFault(reply);
        if (reply.status >= 400) expectRefusal(reply);
      }),
      { numRuns: 60 },
    );
  });
});

const BAD_IDS = [
  MARK,
  "%00",
  "%2500",
  `${MARK}%00`,
  "..%2f..%2f",
  "%ff",
  "%ED%A0%80",
  "%",
  `${MARK}'%3B--`,
  `${MARK}${"x".repeat(300)}`,
  "%F0%9F%A7%B7",
  "null",
  "__proto__",
];
/** Every route with an id in its path. */
const ID_PATHS: [Parameters<World["send"]>[0], string, string][] = [
  ["bob", "GET", "/api/integrations/ID"],
  ["bob", "GET", "/api/accounts/ID"],
  ["bob", "GET", "/api/accounts/ID/receipt"],
  ["bob", "POST", "/api/accounts/ID/disconnect"],
  ["bob", "GET", "/connect/ID"],
  ["bob", "GET", "/connect/ID/page"],
  ["bob", "POST", "/connect/ID/confirm"],
  ["bob", "POST", "/connect/ID/cancel"],
  ["bob", "POST", "/connector/ID/auth/t-1"],
  ["bob", "GET", "/connector/ID/tickets"],
  ["bob", "POST", "/connector/SERVICE/auth/ID"],
  ["bob", "DELETE", "/connector/SERVICE/linked-accounts/ID"],
  ["desk", "GET", "/v2/user/ID/linked-accounts"],
  ["desk", "POST", "/v2/user/ID/linked-accounts"],
  ["desk", "GET", "/v2/user/ID/linked-accounts/k-1"],
  ["desk", "GET", "/v2/user/BOB/linked-accounts/ID"],
  ["desk", "PATCH", "/v2/user/BOB/linked-accounts/ID"],
  ["desk", "DELETE", "/v2/user/BOB/linked-accounts/ID"],
  ["desk", "POST", "/v2/connect/ID/redeem"],
  ["desk", "POST", "/v2/connect/ID/claim"],
  ["desk", "POST", "/v2/connect/ID/refuse"],
  ["ada", "GET", "/api/admin/integrations/ID"],
  ["ada", "PATCH", "/api/admin/integrations/ID"],
  ["ada", "POST", "/api/admin/integrations/ID/proxy-secret"],
  ["ada", "POST", "/api/admin/integrations/ID/tokens"],
  ["ada", "DELETE", "/api/admin/integrations/ID/tokens/1"],
  ["ada", "DELETE", "/api/admin/integrations/SERVICE/tokens/ID"],
  ["ada", "GET", "/api/admin/people/ID"],
  ["ada", "DELETE", "/api/admin/accounts/ID"],
];

test.each(ID_PATHS)("%s %s %s: refuses ids that are none", async (caller, method, pattern) => {
  const sound: Record<string, unknown> = { step: "prepare", name: "x", code: "A".repeat(43), verifier: "A".repeat(43) };
  const body = { ...sound, reason: "cancelled", auth_id: world.desk.auth_id, external_account_id: "x" };
  for (const id of BAD_IDS) {
    const path = pattern
      .replace("ID", id)
      .replace("SERVICE", world.desk.service_id)
      .replace("BOB", world.home.users.bob);
    expectRefusal(await world.send(caller, { method, path, ...(method === "GET" ? {} : { body }) }));
  }
});

const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const QUERIES: [string, string, string][] = [
  ...["0", "-1", "1.5", MARK, "1e99", "99999999999999999999", "NaN", ""].map((page): [string, string, string] => [
    "/v2/user",
    `page=${page}`,
    "page",
  ]),
  ["/v2/user", `userId=${MARK.repeat(10)}`, "userId"],
  ["/v2/user", "userId=", "userId"],
  ["/v2/user", `userId=${MARK}%00`, "userId"],
  ["/v2/user", `employeeId=${MARK}%00`, "employeeId"],
  ["/v2/user", `employeeId=${MARK.repeat(30)}`, "employeeId"],
  ...["/api/admin/audit", "/api/admin/requests"].flatMap((path) =>
    [
      MARK,
      "",
      cursor(MARK),
      cursor([MARK, MARK]),
      cursor(["2026-11-23T00:00:00.000Z", 42]),
      cursor(["2026-11-23T00:00:00.000Z", `${MARK}\u0000`]),
      cursor(["2026-11-23T00:00:00.000Z", "\ud800"]),
      cursor(["2026-11-23T00:00:00.000Z"]),
      cursor(["2026-02-30T00:00:00.000Z", "x"]),
      cursor({ at: MARK }),
    ].map((before): [string, string, string] => [path, `before=${before}`, "before"]),
  ),
];

test.each(QUERIES)("%s refuses %s", async (path, query, field) => {
  const caller = path === "/v2/user" ? "desk" : "ada";
  const refusal = expectRefusal(await world.send(caller, { method: "GET", path: `${path}?${query}` }));
  expect(refusal.code).toBe("BAD_REQUEST");
  expect(new Set(refusal.errors?.map((error) => error.path))).toEqual(new Set([field]));
});

test.each(["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "0000-01-01T00:00:00.000Z"])(
  "a cursor of %s is no fault",
  async (at) => {
    expectNoFault(await world.send("ada", { method: "GET", path: `/api/admin/audit?before=${cursor([at, "x"])}` }));
  },
);

const HEADERS_REFUSED: [string, Record<string, string>, string][] = [
  ["PATCH", { "if-match": "3" }, "if-match"],
  ["PATCH", { "if-match": MARK }, "if-match"],
  ["PATCH", { "if-match": 'W/"1"' }, "if-match"],
  ["PATCH", { "if-match": "*" }, "if-match"],
  ["PATCH", { "if-match": '"99999999999999"' }, "if-match"],
  ["POST", { "idempotency-key": MARK.repeat(30) }, "idempotency-key"],
  ["POST", { "joinery-flow": MARK, "joinery-claim": "A".repeat(43) }, "joinery-flow"],
  ["POST", { "joinery-flow": "f-00000000-0000-0000-0000-000000000000", "joinery-claim": MARK }, "joinery-claim"],
  ["POST", { "joinery-flow": "f-00000000-0000-0000-0000-000000000000" }, "joinery-claim"],
];

test.each(HEADERS_REFUSED)("%s with %j is refused", async (method, headers, field) => {
  const accounts = `/v2/user/${world.home.users.bob}/linked-accounts`;
  const body = { auth_id: world.desk.auth_id, external_account_id: "john.read" };
  const path = method === "PATCH" ? `${accounts}/${world.accountId}` : accounts;
  const refusal = expectRefusal(await world.send("desk", { method, path, body, headers }));
  expect(refusal).toMatchObject({ code: "BAD_REQUEST", errors: [{ path: field }] });
});

test("an If-Match of another version is 412", async () => {
  const path = `/v2/user/${world.home.users.bob}/linked-accounts/${world.accountId}`;
  const attempt = { method: "PATCH", path, body: { display_name: MARK }, headers: { "if-match": '"999"' } };
  expect(expectRefusal(await world.send("desk", attempt)).code).toBe("VERSION_MISMATCH");
});

test.each([
  ["token", "access_token", "at-1", "at-2"],
  ["expires_at", "expiry", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"],
  ["requires_reauth", "requires_reauthentication", true, false],
])("%s and %s with different values are refused, with the same taken", async (alias, name, value, other) => {
  const path = `/v2/user/${world.home.users.bob}/linked-accounts/${world.accountId}`;
  const patch = (body: unknown) => world.send("desk", { method: "PATCH", path, body });
  const refusal = expectRefusal(await patch({ [alias]: value, [name]: other }));
  expect(refusal).toMatchObject({ code: "BAD_REQUEST", errors: [{ path: alias }] });
  expect((await patch({ [alias]: other, [name]: other })).status).toBe(200);
});

test.each(["PUT", "OPTIONS", "PROPFIND", "SEARCH", "X-ODD"])("the method %s finds nothing anywhere", async (method) => {
  const paths = [...new Set(ID_PATHS.map(([, , path]) => path)), "/v2/user", "/api/me", "/", "/healthz"];
  for (const path of paths.filter((path) => !path.startsWith("/connector/"))) {
    expectRefusal(await world.send("ada", { method, path: path.replace("ID", "x") }));
  }
});

test.each(["GET", "HEAD", "POST", "DELETE"])("an address that is none answers %s with 404", async (method) => {
  const reply = await world.send("ada", { method, path: `/${MARK}/%00/%ff?${MARK}` });
  expect(reply.status).toBe(404);
  expect(reply.text).not.toContain(MARK);
});

test("the proxy refuses a body of more than 1 MB", async () => {
  const path = `/connector/${world.desk.service_id}/tickets`;
  const reply = await world.send("bob", { method: "POST", path, body: MARK.repeat(100_000) });
  expect(expectRefusal(reply).code).toBe("PAYLOAD_TOO_LARGE");
});
