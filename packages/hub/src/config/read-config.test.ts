import { expect, test } from "vitest";
import { readConfig } from "./read-config.ts";
import { SETTING_NAMES, SETTINGS } from "./settings.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");

/** What an organisation sets. */
const ORGANISATION = {
  JOINERY_PUBLIC_URL: "https://hub.acme.example",
  JOINERY_LISTEN: "0.0.0.0:4000",
  JOINERY_DATABASE_URL: "postgres://joinery:hidden@db.acme.example/joinery",
  JOINERY_MASTER_KEY: KEY,
  JOINERY_OIDC_ISSUER: "https://login.acme.example/",
  JOINERY_OIDC_CLIENT_ID: "joinery",
  JOINERY_OIDC_CLIENT_SECRET: "hidden",
};

function read(env: Record<string, string | undefined>, files: Record<string, string> = {}) {
  return readConfig({ env, readFile: (path) => files[path] });
}

function faultsOf(env: Record<string, string | undefined>, files: Record<string, string> = {}): string[] {
  const result = read(env, files);
  return "faults" in result ? result.faults.map(({ setting }) => setting) : [];
}

test("nothing configured is a hub on loopback with an embedded database and the development sign-in", () => {
  expect(read({})).toEqual({
    config: {
      publicUrl: new URL("http://127.0.0.1:4000"),
      development: true,
      listen: { host: "127.0.0.1", port: 4000 },
      organisationName: "My organisation",
      dataFolder: ".joinery/hub",
      database: { engine: "pglite", folder: ".joinery/hub/database" },
      masterKey: undefined,
      signIn: undefined,
      mail: undefined,
      logLevel: "info",
      drainSeconds: 10,
      work: true,
    },
  });
});

test("what an organisation sets is taken as it is", () => {
  expect(
    read({
      ...ORGANISATION,
      JOINERY_DATABASE_CONNECTIONS: "20",
      JOINERY_OIDC_ROLE_CLAIM: "groups",
      JOINERY_OIDC_ADMINISTRATOR_VALUES: "admins, owners",
      JOINERY_ADMINISTRATORS: "Ada@acme.example",
      JOINERY_SIGN_IN_ADDS_PEOPLE: "no",
      JOINERY_SMTP_URL: "smtps://mail.acme.example",
      JOINERY_MAIL_FROM: "Joinery <joinery@acme.example>",
      JOINERY_DRAIN_SECONDS: "30",
      JOINERY_WORK: "no",
      JOINERY_LOG_LEVEL: "warn",
    }),
  ).toMatchObject({
    config: {
      development: false,
      listen: { host: "0.0.0.0", port: 4000 },
      database: { engine: "postgres", connections: 20 },
      masterKey: new Uint8Array(32).fill(7),
      signIn: {
        issuer: new URL("https://login.acme.example/"),
        name: "login.acme.example",
        roleClaim: "groups",
        administratorValues: ["admins", "owners"],
        administrators: ["ada@acme.example"],
        addsPeople: false,
      },
      mail: { from: "Joinery <joinery@acme.example>" },
      drainSeconds: 30,
      work: false,
      logLevel: "warn",
    },
  });
});

test("a public address without anything else is refused for each thing that is for trying only, all at once", () => {
  expect(faultsOf({ JOINERY_PUBLIC_URL: "http://hub.acme.example" })).toEqual([
    "JOINERY_PUBLIC_URL",
    "JOINERY_DATABASE_URL",
    "JOINERY_MASTER_KEY",
    "JOINERY_OIDC_ISSUER",
  ]);
});

test.each(["0.0.0.0:4000", "[::]:4000", "10.0.0.5:4000", "hub.acme.example:4000", "127.0.0.1.acme.example:4000"])(
  "a hub where everybody may be everybody does not listen at %s",
  (listen) => {
    expect(faultsOf({ JOINERY_LISTEN: listen })).toEqual(["JOINERY_LISTEN"]);
    expect(faultsOf({ ...ORGANISATION, JOINERY_LISTEN: listen })).toEqual([]);
  },
);

test.each(["127.0.0.1:0", "localhost:4100", "[::1]:4000"])("a hub for trying may listen at %s", (listen) => {
  expect(faultsOf({ JOINERY_LISTEN: listen })).toEqual([]);
});

test.each([
  ["JOINERY_PUBLIC_URL", "https://hub.acme.example/path"],
  ["JOINERY_PUBLIC_URL", "hub.acme.example"],
  ["JOINERY_LISTEN", "4000"],
  ["JOINERY_LISTEN", "0.0.0.0:99999"],
  ["JOINERY_DATABASE_URL", "mysql://db.acme.example"],
  ["JOINERY_DATABASE_CONNECTIONS", "1"],
  ["JOINERY_MASTER_KEY", "dG9vIHNob3J0"],
  ["JOINERY_OIDC_ISSUER", "http://login.acme.example"],
  ["JOINERY_OIDC_CLIENT_ID", ""],
  ["JOINERY_OIDC_CLIENT_SECRET", undefined],
  ["JOINERY_OIDC_ROLE_CLAIM", ""],
  ["JOINERY_ADMINISTRATORS", "ada"],
  ["JOINERY_SIGN_IN_ADDS_PEOPLE", "perhaps"],
  ["JOINERY_SMTP_URL", "mail.acme.example"],
  ["JOINERY_MAIL_FROM", "nobody"],
  ["JOINERY_LOG_LEVEL", "loud"],
  ["JOINERY_DRAIN_SECONDS", "-1"],
  ["JOINERY_WORK", "sometimes"],
] as const)("%s refuses %j, and nothing else is refused with it", (setting, value) => {
  const all = {
    ...ORGANISATION,
    JOINERY_OIDC_ROLE_CLAIM: "groups",
    JOINERY_OIDC_AUDITOR_VALUES: "auditors",
    JOINERY_SMTP_URL: "smtp://mail.acme.example",
    JOINERY_MAIL_FROM: "joinery@acme.example",
  };
  expect(new Set(faultsOf({ ...all, [setting]: value }))).toEqual(new Set([setting]));
});

test.each([
  [{ JOINERY_OIDC_CLIENT_ID: "joinery" }, ["JOINERY_OIDC_CLIENT_ID"]],
  [{ JOINERY_SMTP_URL: "smtp://127.0.0.1" }, ["JOINERY_MAIL_FROM"]],
  [{ JOINERY_MAIL_FROM: "a@b.example" }, ["JOINERY_SMTP_URL"]],
] as const)("%j alone is told what it lacks", (env, settings) => {
  expect(faultsOf(env)).toEqual(settings);
});

test("a secret may stand in a file, and then not in the environment too", () => {
  const { JOINERY_MASTER_KEY: _, ...env } = ORGANISATION;
  const files = { "/run/key": `${KEY}\n`, "/run/empty": "\n" };
  expect(faultsOf({ ...env, JOINERY_MASTER_KEY_FILE: "/run/key" }, files)).toEqual([]);
  expect(faultsOf({ ...env, JOINERY_MASTER_KEY_FILE: "/run/empty" }, files)).toEqual(["JOINERY_MASTER_KEY"]);
  expect(faultsOf({ ...env, JOINERY_MASTER_KEY_FILE: "/run/other" }, files)).toEqual(["JOINERY_MASTER_KEY"]);
  expect(faultsOf({ ...ORGANISATION, JOINERY_MASTER_KEY_FILE: "/run/key" }, files)).toEqual(["JOINERY_MASTER_KEY"]);
});

test("no fault repeats what was set", () => {
  const marked = Object.fromEntries(SETTING_NAMES.map((name) => [name, "canary-7141 @ canary-7141"]));
  const told = JSON.stringify(read(marked));
  expect(told).toContain("JOINERY_LISTEN");
  expect(told).not.toContain("canary");
});

test("there are fewer than twenty-five settings, each with one prefix and a meaning", () => {
  expect(SETTING_NAMES.length).toBeLessThan(25);
  for (const [name, { what, otherwise }] of Object.entries(SETTINGS)) {
    expect(name).toMatch(/^JOINERY_[A-Z_]+$/);
    expect(what).toMatch(/\.$/);
    expect(otherwise).not.toBe("");
  }
});
