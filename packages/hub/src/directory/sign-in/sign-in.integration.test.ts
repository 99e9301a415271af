import { expect, test } from "vitest";
import { startHub } from "../../testing/start-hub.ts";
import { startSignInWorld } from "./sign-in.fixture.ts";

test("somebody of the directory signs in by the identity provider and is met by their verified e-mail", async () => {
  await using world = await startSignInWorld();
  const visitor = world.open();

  expect((await visitor.view()).identity_provider).toEqual({ name: "Engines Login" });
  expect(await visitor.signInAt("ada")).toBe("/");

  const me = await visitor.me();
  expect(me.person).toMatchObject({ user_id: world.hub.users.ada, display_name: "Ada King", role: "administrator" });
  expect(me.fresh_until).not.toBeNull();
});

test("the second time the subject counts, whatever the e-mail says by then", async () => {
  await using world = await startSignInWorld();
  await world.open().signInAt("ada");
  world.idp.people.set("ada", { name: "Ada King", email: "bob@engines.example", email_verified: true });

  const visitor = world.open();
  await visitor.signInAt("ada");

  expect((await visitor.me()).person).toMatchObject({ user_id: world.hub.users.ada, email: "bob@engines.example" });
});

test("an e-mail that the provider has not verified opens nobody's door", async () => {
  await using world = await startSignInWorld();
  world.idp.people.set("mallory", { name: "Mallory", email: "ada@engines.example", email_verified: false });

  const visitor = world.open();
  expect(await visitor.signInAt("mallory")).toBe("/sign-in");

  expect((await visitor.view()).failure).toBe("person_unknown");
  expect((await visitor.view()).failure).toBeNull();
  expect((await visitor.get("/api/me")).status).toBe(401);
  const line = world.hub.logged.find(({ event }) => event === "sign_in.refused");
  expect(line?.fields.hasVerifiedEmail).toBe(false);
});

test("an e-mail is taken once: who comes later with the same address is somebody else", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  await world.open().signInAt("ada");
  world.idp.people.set("ada-2", { name: "Another Ada", email: "ada@engines.example", email_verified: true });

  const visitor = world.open();
  await visitor.signInAt("ada-2");

  const { person } = await visitor.me();
  expect(person).toMatchObject({ display_name: "Another Ada", role: "member" });
  expect(person.user_id).not.toBe(world.hub.users.ada);
});

test("an address that two people of the directory share decides for neither", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const { db } = world.hub.hub.context;
  await db
    .updateTable("users")
    .set({ email: "ada@engines.example" })
    .where("user_id", "=", world.hub.users.bob)
    .execute();

  const visitor = world.open();
  expect(await visitor.signInAt("ada")).toBe("/sign-in");
  expect((await visitor.view()).failure).toBe("person_unknown");
});

test("somebody new is refused unless the settings allow it", async () => {
  await using world = await startSignInWorld();
  const visitor = world.open();
  expect(await visitor.signInAt("grace")).toBe("/sign-in");
  expect((await visitor.view()).failure).toBe("person_unknown");
});

test("somebody new is added where the settings allow it", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const visitor = world.open();
  expect(await visitor.signInAt("grace")).toBe("/");
  expect((await visitor.me()).person).toMatchObject({ email: "grace@engines.example", role: "member", initials: "GH" });
});

test("two first sign-ins at the same moment make one person", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const visitors = [world.open(), world.open(), world.open()];
  const ways = await Promise.all(visitors.map((visitor) => visitor.prove("grace")));
  expect(await Promise.all(visitors.map((visitor, index) => visitor.comeBack(ways[index] ?? "")))).toEqual([
    "/",
    "/",
    "/",
  ]);

  const ids = await Promise.all(visitors.map(async (visitor) => (await visitor.me()).person.user_id));
  expect(new Set(ids).size).toBe(1);
});

test("a deactivated person is refused, by e-mail and by subject", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const { db } = world.hub.hub.context;
  const setStatus = (status: "active" | "inactive") =>
    db.updateTable("users").set({ account_status: status }).where("user_id", "=", world.hub.users.ada).execute();

  await setStatus("inactive");
  const byEmail = world.open();
  expect(await byEmail.signInAt("ada")).toBe("/sign-in");
  expect((await byEmail.view()).failure).toBe("person_inactive");

  await setStatus("active");
  await world.open().signInAt("ada");
  await setStatus("inactive");
  const bySubject = world.open();
  expect(await bySubject.signInAt("ada")).toBe("/sign-in");
  expect((await bySubject.view()).failure).toBe("person_inactive");
});

test("when the organisation changes its identity provider everybody stays who they are", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const { db } = world.hub.hub.context;
  await db
    .updateTable("users")
    .set({ oidc_issuer: "https://former.example", oidc_subject: "00u1" })
    .where("user_id", "=", world.hub.users.ada)
    .execute();

  await world.open().signInAt("ada");
  world.idp.people.set("ada", { name: "Ada King" });
  const visitor = world.open();
  await visitor.signInAt("ada");

  expect((await visitor.me()).person).toMatchObject({ user_id: world.hub.users.ada, role: "administrator" });
});

test("somebody who left is refused under a new subject, and known by it once the directory has them back, by the first alone", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const { hub, idp } = world;
  idp.people.set("bob", { name: "Bob", email: "bob@engines.example", email_verified: true });
  await world.open().signInAt("bob");
  for (const subject of ["bob-2", "bob-3"]) {
    idp.people.set(subject, { name: subject, email: "bob@engines.example", email_verified: true });
  }
  const signInAt = async (subject: string) => {
    const visitor = world.open();
    await visitor.signInAt(subject);
    return (await visitor.get("/api/me")).status === 200
      ? (await visitor.me()).person.user_id
      : (await visitor.view()).failure;
  };
  const path = `/api/admin/people/${hub.users.bob}`;
  await hub.as("ada").post(`${path}/offboard`);
  expect(await signInAt("bob-2")).toBe("person_inactive");
  await hub.as("ada").post(`${path}/reactivate`);

  expect(await signInAt("bob-2")).toBe(hub.users.bob);
  expect(await signInAt("bob-2")).toBe(hub.users.bob);
  const others = [await signInAt("bob-3"), await signInAt("bob")];
  expect(others).not.toContain(hub.users.bob);
  expect(others.every((id) => id?.startsWith("u-"))).toBe(true);
});

test("somebody who comes back with the subject they had is the same person, whatever their e-mail is by then", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const { hub, idp } = world;
  idp.people.set("bob", { name: "Bob", email: "bob@engines.example", email_verified: true });
  await world.open().signInAt("bob");
  await hub.as("ada").post(`/api/admin/people/${hub.users.bob}/offboard`);
  await hub.as("ada").post(`/api/admin/people/${hub.users.bob}/reactivate`);
  idp.people.set("bob", { name: "Bob", email: "robert@engines.example", email_verified: true });
  const visitor = world.open();
  await visitor.signInAt("bob");
  expect((await visitor.me()).person.user_id).toBe(hub.users.bob);
});

test("a person created anew with the same e-mail is another person; the removed one is refused", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  await world.open().signInAt("ada");
  const { db, clock } = world.hub.hub.context;
  await db.updateTable("users").set({ deleted_at: clock() }).where("user_id", "=", world.hub.users.ada).execute();

  const removed = world.open();
  expect(await removed.signInAt("ada")).toBe("/sign-in");
  expect((await removed.view()).failure).toBe("person_inactive");

  await db
    .insertInto("users")
    .values({
      organisation_id: world.hub.organisationId,
      user_id: "u-anew",
      email: "ada@engines.example",
      account_status: "active",
      role: "member",
      created_at: clock(),
    })
    .execute();
  const anew = world.open();
  expect(await anew.signInAt("ada")).toBe("/");
  expect((await anew.me()).person).toMatchObject({ user_id: "u-anew", role: "member" });
});

test("names and e-mail of somebody whom the directory owns stay as the directory has them", async () => {
  await using world = await startSignInWorld();
  const { db } = world.hub.hub.context;
  await db.updateTable("users").set({ user_name: "ada" }).where("user_id", "=", world.hub.users.ada).execute();

  const visitor = world.open();
  await visitor.signInAt("ada");

  expect((await visitor.me()).person).toMatchObject({ display_name: "Ada Lovelace", email: "Ada@engines.example" });
});

test("roles come from the claim that was configured, and go with it at the next sign-in", async () => {
  await using world = await startSignInWorld({
    roleClaim: "groups",
    administratorValues: ["hub-admins"],
    auditorValues: ["hub-auditors"],
    addsPeople: true,
  });
  const roleOf = async (groups: unknown) => {
    world.idp.people.set("grace", { name: "Grace Hopper", groups });
    const visitor = world.open();
    await visitor.signInAt("grace");
    return (await visitor.me()).person.role;
  };
  expect(await roleOf(["staff", "hub-admins"])).toBe("administrator");
  expect(await roleOf("hub-auditors")).toBe("auditor");
  expect(await roleOf(["staff"])).toBe("member");
});

test("the page that sent somebody to sign in gets them back; nobody else says where a sign-in leads", async () => {
  await using world = await startSignInWorld();
  const path = "/sign-in/start?return=%2Fadmin%2Fpeople";
  expect(await world.open().signInAt("ada", path)).toBe("/admin/people");

  const lured = world.open();
  const there = await lured.start(path, { "sec-fetch-site": "cross-site" });
  expect(there).toContain(world.idp.issuer.href);
  expect(await world.open().signInAt("ada", "/sign-in/start?return=%2F%2Fevil.example")).toBe("/");
  expect(await world.open().signInAt("ada", "/sign-in/start?return=https%3A%2F%2Fevil.example")).toBe("/");
});

test("a provider that keeps names and groups out of the ID token is asked for them", async () => {
  await using world = await startSignInWorld();
  world.idp.bendIdToken = ({ name: _name, email: _email, email_verified: _verified, ...rest }) => rest;
  const visitor = world.open();
  expect(await visitor.signInAt("ada")).toBe("/");
  expect((await visitor.me()).person).toMatchObject({ user_id: world.hub.users.ada, display_name: "Ada King" });
});

test("a hub without an identity provider has no such sign-in", async () => {
  await using hub = await startHub();
  expect((await hub.stranger.get("/sign-in/start")).status).toBe(404);
  expect((await hub.stranger.get("/sign-in/callback?code=a&state=b")).status).toBe(404);
});
