import type { SessionsView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { dataOf, startHub, type TestHub } from "../testing/start-hub.ts";

async function sessionsAt(hub: TestHub, path: string, tab = "first") {
  const person = path.startsWith("/api/admin") ? "ada" : "bob";
  return (await dataOf<SessionsView>(await hub.as(person, tab).get(path))).sessions;
}

async function codeOf(reply: Response): Promise<string> {
  return ((await reply.json()) as { code: string }).code;
}

test("one's own sessions are listed, newest first, and the one that asks is marked", async () => {
  await using hub = await startHub();
  await hub.cookieOf("bob");
  hub.advance(60);
  await hub.cookieOf("bob", "second");

  const sessions = await sessionsAt(hub, "/api/sessions", "second");

  expect(sessions.map(({ current, method }) => [current, method])).toEqual([
    [true, "development"],
    [false, "development"],
  ]);
  expect(sessions.map(({ browser }) => browser)).toEqual([null, null]);
});

test("an ended session opens nothing from that moment on, and the others go on", async () => {
  await using hub = await startHub();
  await hub.cookieOf("bob", "second");
  const other = (await sessionsAt(hub, "/api/sessions")).find(({ current }) => !current);

  expect((await hub.as("bob").delete(`/api/sessions/${other?.session_id}`)).status).toBe(200);

  expect((await hub.as("bob", "second").get("/api/me")).status).toBe(401);
  expect((await hub.as("bob").get("/api/me")).status).toBe(200);
  expect(await codeOf(await hub.as("bob").delete(`/api/sessions/${other?.session_id}`))).toBe("SESSION_NOT_FOUND");
});

test("all other sessions end at once, and the one that asks stays", async () => {
  await using hub = await startHub();
  await Promise.all(["second", "third"].map((tab) => hub.cookieOf("bob", tab)));
  const left = await dataOf<SessionsView>(await hub.as("bob").delete("/api/sessions"));
  expect(left.sessions.map(({ current }) => current)).toEqual([true]);
  expect((await hub.as("bob", "second").get("/api/me")).status).toBe(401);
  expect((await hub.as("bob", "third").get("/api/me")).status).toBe(401);
});

test("nobody ends somebody else's session by its id", async () => {
  await using hub = await startHub();
  const [own] = await sessionsAt(hub, "/api/sessions");
  const reply = await hub.as("eve").delete(`/api/sessions/${own?.session_id}`);
  expect(await codeOf(reply)).toBe("SESSION_NOT_FOUND");
  expect((await hub.as("bob").get("/api/me")).status).toBe(200);
});

test("an administrator lists and ends anybody's sessions, one or all, and keeps the own one", async () => {
  await using hub = await startHub();
  await Promise.all([hub.cookieOf("bob"), hub.cookieOf("bob", "second")]);
  const path = `/api/admin/people/${hub.users.bob}/sessions`;
  const [first] = await sessionsAt(hub, path);

  await hub.as("ada").delete(`${path}/${first?.session_id}`);
  expect(await sessionsAt(hub, path)).toHaveLength(1);
  await hub.as("ada").delete(path);
  expect(await sessionsAt(hub, path)).toEqual([]);

  const own = `/api/admin/people/${hub.users.ada}/sessions`;
  await hub.as("ada").delete(own);
  expect(await sessionsAt(hub, own)).toHaveLength(1);
});

test("a session that was idle for half an hour is neither listed nor counted as ended", async () => {
  await using hub = await startHub();
  await hub.cookieOf("bob", "old");
  hub.advance(31 * 60);
  expect(await sessionsAt(hub, "/api/sessions")).toHaveLength(1);
  await hub.as("bob").delete("/api/sessions");
  const { db } = hub.hub.context;
  const told = await db.selectFrom("audit_events").select("action").where("action", "=", "session.ended").execute();
  expect(told).toEqual([]);
});

test("a connect that an ended session began can't be finished by whoever sits at that browser", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("redeemed", desk, "bob");

  await hub.as("ada").delete(`/api/admin/people/${hub.users.bob}/sessions`);

  const claim = await desk.api.post(`/v2/connect/${held.flow}/claim`);
  expect(await codeOf(claim)).toBe("FLOW_REFUSED");
});

test("an open status stream ends when its session is ended elsewhere", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const stream = await hub.as("bob").get(`/connect/${held.flow}`, { accept: "text/event-stream" });

  await hub.as("ada").delete(`/api/admin/people/${hub.users.bob}/sessions`);

  expect(await stream.text()).toContain("claimed");
});
