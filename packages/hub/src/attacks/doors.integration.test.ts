import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { addOrganisation, addPerson } from "../directory/add-people.ts";
import { insertSession } from "../directory/sessions.ts";
import { createHub, type Hub } from "../hub.ts";
import { openTestDatabase } from "../testing/database.ts";
import { startHub, type TestHub } from "../testing/start-hub.ts";
import { send } from "./send.ts";

/** A hub with another public URL, and one person. */
async function startHubAt(publicUrl: string) {
  const database = await openTestDatabase();
  const clock = () => new Date();
  const organisationId = await addOrganisation(database.db, "Analytical Engines", clock());
  const ada = {
    firstName: "Ada",
    secondName: "Lovelace",
    email: "ada@engines.example",
    role: "administrator",
  } as const;
  const userId = await addPerson(database.db, organisationId, ada, clock());
  const hub = await createHub({
    db: database.db,
    masterKey: new Uint8Array(randomBytes(32)),
    publicUrl: new URL(publicUrl),
    organisationId,
    clock,
    log: () => undefined,
  });
  return {
    hub,
    organisationId,
    userId,
    async [Symbol.asyncDispose]() {
      await hub.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

const FOREIGN_HOSTS = [
  "evil.example",
  "127.0.0.1",
  "127.0.0.1:4001",
  "localhost:4000",
  "127.0.0.1:4000.evil.example",
  "user@127.0.0.1:4000",
  "[::1]:4000",
  "127.0.0.1:4000,evil.example",
  "",
];

test.each(FOREIGN_HOSTS)("the host %j is answered with 421, whoever asks", async (host) => {
  await using hub = await startHub();
  const cookie = await hub.cookieOf("ada");
  for (const path of ["/", "/api/me", "/api/admin/integrations", "/v2/user", "/connector/x/y", "/none"]) {
    const reply = await send(hub.hub, { cookie, host }, { method: "GET", path });
    expect([path, reply.status, reply.code]).toEqual([path, 421, "MISDIRECTED"]);
  }
  const signIn = { method: "POST", path: "/api/sign-in/development", body: { user_id: hub.users.ada } };
  const reply = await send(hub.hub, { host, origin: "http://127.0.0.1:4000" }, signIn);
  expect(reply.status).toBe(421);
  expect(reply.headers.get("set-cookie")).toBeNull();
});

test("the development sign-in does not exist when the public URL is not loopback", async () => {
  await using there = await startHubAt("https://hub.example");
  const attempt = { method: "POST", path: "/api/sign-in/development", body: { user_id: there.userId } };
  const reply = await send(there.hub, { origin: "https://hub.example" }, attempt);
  expect([reply.status, reply.code]).toEqual([404, "NOT_FOUND"]);
  expect(reply.headers.get("set-cookie")).toBeNull();
  const offer = await send(there.hub, {}, { method: "GET", path: "/api/sign-in" });
  expect(JSON.parse(offer.text.split("\n")[0] ?? "")).toMatchObject({ data: { development: null } });
  expect(offer.text).not.toContain("ada@");
});

test("a Host of loopback does not bring the development sign-in back", async () => {
  await using there = await startHubAt("https://hub.example");
  const attempt = { method: "POST", path: "/api/sign-in/development", body: { user_id: there.userId } };
  const reply = await send(there.hub, { origin: "https://hub.example", host: "127.0.0.1:4000" }, attempt);
  expect(reply.status).toBe(421);
});

/** The parts of every cookie that an answer sets, by name. */
function cookiesOf(headers: Headers): Map<string, string[]> {
  return new Map(
    headers.getSetCookie().map((line) => {
      const [pair = "", ...flags] = line.split("; ");
      return [pair.slice(0, pair.indexOf("=")), flags];
    }),
  );
}

const visitOf = (hub: Hub) =>
  send(hub, {}, { method: "GET", path: `/connect/f-${crypto.randomUUID()}/verify?challenge=${"A".repeat(43)}` });

test("on https every cookie is __Host-, Secure, HttpOnly, Lax, for the whole host and no other", async () => {
  await using there = await startHubAt("https://hub.example");
  const secret = "s".repeat(43);
  const digest = there.hub.context.digests.of("session", secret);
  await insertSession(there.hub.context.db, there, digest, new Date());
  const cookie = `__Host-joinery-session=${secret}`;
  expect((await send(there.hub, { cookie }, { method: "GET", path: "/api/me" })).status).toBe(200);
  for (const other of ["joinery-session-443", "joinery-session", "joinery-session-80", "__Secure-joinery-session"]) {
    const reply = await send(there.hub, { cookie: `${other}=${secret}` }, { method: "GET", path: "/api/me" });
    expect([other, reply.status]).toEqual([other, 401]);
  }

  const visited = cookiesOf((await visitOf(there.hub)).headers).get("__Host-joinery-connect");
  expect(visited?.toSorted()).toEqual(["HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax", "Secure"]);
  const signOut = { method: "POST", path: "/api/sign-out" };
  const cleared = await send(there.hub, { cookie, origin: "https://hub.example" }, signOut);
  const clearedCookies = cookiesOf(cleared.headers);
  const names = ["__Host-joinery-connect", "__Host-joinery-session", "__Host-joinery-sign-in"];
  expect([...clearedCookies.keys()].sort()).toEqual(names);
  for (const flags of clearedCookies.values()) expect(flags).toEqual(expect.arrayContaining(["Max-Age=0", "Secure"]));
});

test("on http loopback the cookies bear the port, HttpOnly and Lax", async () => {
  await using hub = await startHub();
  const attempt = { method: "POST", path: "/api/sign-in/development", body: { user_id: hub.users.ada } };
  const reply = await send(hub.hub, { origin: "http://127.0.0.1:4000" }, attempt);
  expect(cookiesOf(reply.headers).get("joinery-session-4000")?.toSorted()).toEqual([
    "HttpOnly",
    "Path=/",
    "SameSite=Lax",
  ]);
});

const MINUTE = 60;
const meOf = async (hub: TestHub) => (await hub.as("bob").get("/api/me")).status;

test("a session ends after 30 idle minutes", async () => {
  await using hub = await startHub();
  expect(await meOf(hub)).toBe(200);
  for (const _round of [1, 2, 3]) {
    hub.advance(29 * MINUTE);
    expect(await meOf(hub)).toBe(200);
  }
  hub.advance(30 * MINUTE + 1);
  expect(await meOf(hub)).toBe(401);
});

test("a session ends after 12 hours, however busy", async () => {
  await using hub = await startHub();
  expect(await meOf(hub)).toBe(200);
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    hub.advance(20 * MINUTE);
    expect(await meOf(hub)).toBe(200);
  }
  hub.advance(20 * MINUTE);
  expect(await meOf(hub)).toBe(401);
});

test("a session that was signed out, or whose person has left, opens nothing", async () => {
  await using hub = await startHub();
  const tab = hub.as("bob", "second");
  expect((await tab.get("/api/me")).status).toBe(200);
  await tab.post("/api/sign-out");
  expect((await tab.get("/api/me")).status).toBe(401);
  expect(await meOf(hub)).toBe(200);

  const people = hub.hub.context.db.updateTable("users").where("user_id", "=", hub.users.bob);
  await people.set({ account_status: "inactive" }).execute();
  expect(await meOf(hub)).toBe(401);
  const attempt = { method: "POST", path: "/api/sign-in/development", body: { user_id: hub.users.bob } };
  const again = await send(hub.hub, { origin: "http://127.0.0.1:4000" }, attempt);
  expect([again.status, again.code]).toEqual([409, "USER_INACTIVE"]);
});

test("a revoked API token opens nothing, at once", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  expect((await desk.api.get("/v2/user")).status).toBe(200);
  const { db } = hub.hub.context;
  await db.updateTable("api_tokens").set({ revoked_at: new Date() }).execute();
  expect((await desk.api.get("/v2/user")).status).toBe(401);
});

/** However slow the machine, no time passes but what a test lets pass. */
function stopTheClock(whenFinished: (restore: () => void) => void): void {
  vi.useFakeTimers({ toFake: ["Date"] });
  whenFinished(() => {
    vi.useRealTimers();
  });
}

test("too many sign-ins are told when to come back, and may then", async ({ onTestFinished }) => {
  stopTheClock(onTestFinished);
  await using hub = await startHub();
  const attempt = { method: "POST", path: "/api/sign-in/development", body: { user_id: "u-unknown" } };
  const ask = () => send(hub.hub, { origin: "http://127.0.0.1:4000" }, attempt);
  let last = await ask();
  for (let asked = 1; asked < 1_100 && last.status === 404; asked++) last = await ask();
  expect([last.status, last.code]).toEqual([429, "RATE_LIMITED"]);
  const seconds = Number(last.headers.get("retry-after"));
  expect(seconds).toBeGreaterThanOrEqual(1);
  hub.advance(seconds);
  expect((await ask()).status).toBe(404);
});

test.each([
  ["GET", "/v2/user/u-unknown/linked-accounts/k-unknown", 404],
  ["GET", "/v2/user?userId=u-unknown", 200],
  ["POST", "/v2/connect/f-unknown/claim", 404],
] as const)(
  "an integration that asks %s %s too often is told when to come back; another one is not",
  async (...row) => {
    stopTheClock(onTestFinished);
    const [method, path, usual] = row;
    await using hub = await startHub();
    const [desk, other] = [await hub.addIntegration("verified"), await hub.addIntegration("verified")];
    const askTogether = () => Promise.all(Array.from({ length: 50 }, () => desk.api.fetch(method, path)));
    let replies = await askTogether();
    for (let asked = 50; asked < 2_000 && replies.every(({ status }) => status === usual); asked += 50) {
      replies = await askTogether();
    }
    const last = replies.find(({ status }) => status !== usual);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await other.api.fetch(method, path)).status).toBe(usual);
  },
);

test("the kill switch stops Connect, verify, claim and actions at once, and nothing reaches the integration", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const created = await hub.connectUpTo("created", desk, "bob");
  const redeemed = await hub.connectUpTo("redeemed", desk, "bob");
  await hub.as("ada").patch(`/api/admin/integrations/${desk.service_id}`, { enabled: false });
  const received = desk.server.received.length;

  const bob = hub.as("bob");
  expect((await bob.post(`/connector/${desk.service_id}/auth/${desk.auth_id}`)).status).toBe(409);
  expect((await bob.post(`/connector/${desk.service_id}/tickets`, {})).status).toBe(409);
  expect((await desk.api.post(`/v2/connect/${redeemed.flow}/claim`)).status).toBe(409);
  const visit = await bob.get(`/connect/${created.flow}/verify?challenge=${"A".repeat(43)}`);
  expect(visit.headers.get("location")).toBe(`/connect/${created.flow}/ended`);
  const receipt = await bob.delete(`/connector/${desk.service_id}/linked-accounts/${account}`);
  expect(await receipt.json()).toMatchObject({ data: { acknowledged: { state: "waiting" } } });
  expect(desk.server.received.length).toBe(received);
});
