import { expect, onTestFinished, test, vi } from "vitest";
import { fakeClock } from "../testing/fake-clock.ts";
import { API_TOKEN, AUTH_ID } from "../testing/fake-hub.ts";
import { createBlinkClient } from "./blink-client.ts";
import { type BlinkOptions, checkDialect } from "./dialect.ts";

const ADA = "u-1";
const account = { auth_id: AUTH_ID, external_account_id: "john.doe", access_token: "at", expiry: null };

/** A client of a Blink that answers each call with the next of these, and what it was asked. */
function clientOf(answers: unknown[], blink: BlinkOptions = {}) {
  const asked: { method: string; url: string; body: unknown }[] = [];
  const waiting = [...answers];
  const client = createBlinkClient({
    base: "https://api.joinblink.com",
    apiToken: API_TOKEN,
    authId: AUTH_ID,
    dialect: checkDialect(blink).dialect,
    clock: fakeClock(),
    fetch: async (input, init) => {
      const body = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
      asked.push({ method: init?.method ?? "GET", url: String(input), body });
      const answer = waiting.shift();
      return answer instanceof Response ? answer : Response.json(answer);
    },
  });
  return { client, asked };
}

const ok = (data: unknown) => ({ code: "OK", message: "OK", data });

test.each([
  ["a list", ok([{ id: ADA, display_name: "Ada" }])],
  ["a single user", ok({ id: ADA, display_name: "Ada", groups: [] })],
  ["a list inside", ok({ users: [{ id: ADA, display_name: "Ada" }] })],
  ["a list without envelope", [{ id: ADA, display_name: "Ada" }]],
])("a user is read from %s, and what is missing is null", async (_name, answer) => {
  const { client } = clientOf([answer]);

  expect(await client.findUser(ADA)).toMatchObject({ id: ADA, display_name: "Ada", email: null, job_title: null });
});

test("a user whom nobody asked for is nobody", async () => {
  const { client } = clientOf([ok([{ id: "u-2", employee_id: "8" }]), ok([{ id: "u-2", employee_id: "8" }])]);

  expect(await client.findUser(ADA)).toBeUndefined();
  expect(await client.findUserByEmployeeId("7")).toBeUndefined();
});

test.each([
  ["with the account", ok({ linked_account_id: "k-1", external_account_id: "john.doe" })],
  ["with an id alone", ok({ linked_account_id: "k-1" })],
  ["with an id that is called id", ok({ id: "k-1" })],
  ["one level deeper", ok({ linked_account: { id: "k-1" } })],
  ["without envelope", { linked_account_id: "k-1" }],
])("a save answered %s is a save", async (_name, answer) => {
  const { client } = clientOf([answer]);

  expect(await client.addLinkedAccount(ADA, account)).toMatchObject({
    linked_account_id: "k-1",
    external_account_id: "john.doe",
    access_token: "at",
    user_id: ADA,
    auth_id: AUTH_ID,
  });
});

test("null is not sent with a new account, and clears in an update", async () => {
  const { client, asked } = clientOf([ok({ id: "k-1" }), ok({}), ok({ id: "k-1" })]);

  await client.addLinkedAccount(ADA, account);
  await client.updateLinkedAccount(ADA, "k-1", { access_token: "at-2", expiry: null });

  expect(asked.map(({ method }) => method)).toEqual(["POST", "PATCH", "GET"]);
  expect(asked[0]?.body).toEqual({ auth_id: AUTH_ID, external_account_id: "john.doe", access_token: "at" });
  expect(asked[1]?.body).toEqual({ access_token: "at-2", expiry: null });
});

test("an account is read with aliases, times without offset as UTC, and sensible answers for what is missing", async () => {
  const { client } = clientOf([
    ok([{ id: "k-1", token: "at", expires_at: "2026-11-23T10:00:00", requires_reauth: true, scopes: "x", version: 3 }]),
  ]);

  expect(await client.listLinkedAccounts(ADA)).toEqual([
    {
      linked_account_id: "k-1",
      user_id: ADA,
      auth_id: AUTH_ID,
      external_account_id: "",
      external_subject: null,
      display_name: null,
      avatar_url: null,
      additional_info: null,
      scopes: [],
      access_token: "at",
      refresh_token: null,
      expiry: "2026-11-23T10:00:00.000Z",
      requires_reauthentication: true,
      state: "attention",
      verified: false,
      version: 3,
      created_at: "1970-01-01T00:00:00.000Z",
      updated_at: "1970-01-01T00:00:00.000Z",
    },
  ]);
});

test.each(["2026-11-23T10:00:00", "2026-11-23 10:00:00", "2026-11-23T12:00:00+02:00", "2026-11-23T10:00:00.000Z"])(
  "%s is the same moment wherever the integration runs",
  async (expiry) => {
    vi.stubEnv("TZ", "America/New_York");
    onTestFinished(() => void vi.unstubAllEnvs());
    const { client } = clientOf([ok([{ id: "k-1", expiry }])]);

    expect(await client.listLinkedAccounts(ADA)).toMatchObject([{ expiry: "2026-11-23T10:00:00.000Z" }]);
  },
);

test("a tenant that spells things differently is spoken to in its own way", async () => {
  const { client, asked } = clientOf([ok({ account: "k-1" }), ok([]), ok({}), ok([{ account: "k-1" }])], {
    paths: { linkedAccounts: "/v3/people/{user_id}/links", linkedAccount: "/v3/links/{linked_account_id}" },
    query: { authId: "integration" },
    updateMethod: "PUT",
    fields: { access_token: "token", display_name: "label", additional_info: null },
    idField: "account",
  });

  await client.addLinkedAccount("u/1", { ...account, display_name: "John", additional_info: "not taken" });
  await client.listLinkedAccounts("u/1", AUTH_ID);
  await client.updateLinkedAccount("u/1", "k-1", { access_token: "at-2" });

  expect(asked.map(({ method, url }) => `${method} ${url.replace("https://api.joinblink.com", "")}`)).toEqual([
    "POST /v3/people/u%2F1/links",
    `GET /v3/people/u%2F1/links?integration=${AUTH_ID}`,
    "PUT /v3/links/k-1",
    "GET /v3/people/u%2F1/links",
  ]);
  expect(asked[0]?.body).toEqual({ auth_id: AUTH_ID, external_account_id: "john.doe", token: "at", label: "John" });
});

test.each([
  [400, "BAD_REQUEST"],
  [404, "LINKED_ACCOUNT_NOT_FOUND"],
  [410, "LINKED_ACCOUNT_NOT_FOUND"],
  [412, "VERSION_MISMATCH"],
  [418, "UNKNOWN"],
])("a refusal with %s means %s, whatever its body says", async (status, code) => {
  const { client } = clientOf([Response.json({ code: "OK", message: "canary", data: [] }, { status })]);

  await expect(client.getLinkedAccount(ADA, "k-1")).rejects.toMatchObject({ name: "HubRefusal", code, status });
});

test("If-Match is sent only when Blink told a version", async () => {
  const headers: (string | null)[] = [];
  const client = createBlinkClient({
    base: "https://api.joinblink.com",
    apiToken: API_TOKEN,
    authId: AUTH_ID,
    dialect: checkDialect().dialect,
    clock: fakeClock(),
    fetch: async (_input, init) => {
      headers.push(new Headers(init?.headers).get("if-match"));
      return Response.json(ok({ id: "k-1" }));
    },
  });

  await client.updateLinkedAccount(ADA, "k-1", {}, { ifVersion: 0 });
  await client.updateLinkedAccount(ADA, "k-1", {}, { ifVersion: 7 });

  expect(headers).toEqual([null, null, '"7"', null]);
});

test("all faults of a dialect are named", () => {
  const { faults } = checkDialect({
    headers: { userId: "blink-auth-proxysecret" },
    paths: { users: "v2/user", linkedAccounts: "/links", linkedAccount: "/links/{id}" },
  });

  expect(faults).toEqual([
    "blink.paths must begin with a slash",
    "blink.paths.linkedAccounts must contain {user_id}",
    "blink.paths.linkedAccount must contain {linked_account_id}",
    "blink.headers must differ",
  ]);
});
