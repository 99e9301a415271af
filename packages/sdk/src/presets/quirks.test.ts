import { describe, expect, test } from "vitest";
import type { OAuth2Options } from "../external/oauth2.ts";
import type { Preset } from "../external/preset.ts";
import type { Quirks } from "../external/service-profile.ts";
import { atlassian, github, google, microsoft, salesforce, servicenow, slack, zendesk } from "../presets.ts";
import type { VendorBehaviour } from "../testing/stand-in.ts";
import { atlassianBehaviour } from "../testing/stand-ins/atlassian.ts";
import { githubBehaviour } from "../testing/stand-ins/github.ts";
import { googleBehaviour } from "../testing/stand-ins/google.ts";
import { microsoftBehaviour } from "../testing/stand-ins/microsoft.ts";
import { salesforceBehaviour } from "../testing/stand-ins/salesforce.ts";
import { servicenowBehaviour } from "../testing/stand-ins/servicenow.ts";
import { slackBehaviour, slackRotatingBehaviour } from "../testing/stand-ins/slack.ts";
import { zendeskBehaviour } from "../testing/stand-ins/zendesk.ts";
import { asClient, startVendorWorld, type VendorWorld } from "../testing/vendor-world.ts";
import { ADA, DESK } from "../testing/world.ts";

/** Each member of a preset is there because something goes wrong without it. */
type Without = [what: string, changes: Partial<OAuth2Options>, goesWrong: (world: VendorWorld) => Promise<void>];

const SITE = { site: "acme" };

/** The service's own page refuses: the person never comes back. */
const says = (what: string) => async (world: VendorWorld) => {
  await expect(world.connect()).rejects.toThrow(what);
};
const endsWith = (reason: string) => async (world: VendorWorld) => {
  const { flow } = await world.connect();
  expect(world.stateOf(flow)).toEqual({ state: "refused", reason });
};
const stores = (wrong: object) => async (world: VendorWorld) => {
  expect((await world.connect()).account).toMatchObject(wrong);
};
const reports = (wrong: string) => async (world: VendorWorld) => {
  await world.connect();
  expect(await world.disconnect()).toMatchObject({ data: { revocation: wrong } });
};

const without = (quirks: Quirks = {}, name: keyof Quirks): Quirks =>
  Object.fromEntries(Object.entries(quirks).filter(([key]) => key !== name));

const GOOGLE: Without[] = [
  ["access_type", { authorizationParameters: { access_type: "online" } }, stores({ refresh_token: null })],
  ["prompt", { authorizationParameters: { prompt: "select_account" } }, stores({ refresh_token: null })],
  ["the scope openid", { alwaysScopes: ["email", "profile"] }, endsWith("identity_unusable")],
  ["the scope email", { alwaysScopes: ["openid"] }, stores({ external_account_id: "24400320" })],
  ["its issuer", { issuer: "https://accounts.google.example" }, (world) => expect(world.connect()).rejects.toThrow()],
];

const MICROSOFT: Without[] = [
  ["prompt", { authorizationParameters: { prompt: "consent" } }, says("AADSTS90094")],
  ["offline_access", { alwaysScopes: ["openid", "profile"] }, stores({ refresh_token: null })],
  [
    "an identity of its own",
    { identity: { from: "claims", subject: "sub", label: "name" } },
    stores({ external_subject: expect.stringMatching(/^AAAA/) }),
  ],
];

const GITHUB: Without[] = [
  ["the secret in the body", { clientAuthentication: "client_secret_basic" }, endsWith("exchange_failed")],
  [
    "commas in answers",
    { quirks: without(github.profile.quirks, "answeredScopeSeparator") },
    stores({ scopes: ["repo,gist"] }),
  ],
  [
    "a user agent",
    { identity: { ...github.profile.identity, from: { url: "https://api.github.com/user" } } as never },
    endsWith("identity_unusable"),
  ],
  ["its way to withdraw", { revocation: { as: "rfc7009" } }, reports("not_supported")],
];

const SLACK: Without[] = [
  ["user_scope", { quirks: without(slack.profile.quirks, "scopeParameter") }, endsWith("exchange_failed")],
  ["commas between scopes", { quirks: without(slack.profile.quirks, "scopeSeparator") }, says("invalid_scope")],
  ["the place of the tokens", { quirks: without(slack.profile.quirks, "tokensWithin") }, endsWith("outcome_unknown")],
  ["its name for bearer", { quirks: without(slack.profile.quirks, "tokenType") }, endsWith("exchange_failed")],
  ["PKCE switched off", { pkce: "S256" }, says("PKCE is not enabled")],
  [
    "a look at what it says",
    {
      revocation: { as: "request", method: "POST", url: "https://slack.com/api/auth.revoke", authentication: "bearer" },
    },
    async (world) => {
      await world.connect();
      world.standIn.books.endEverything();
      // Refused, with status 200.
      expect(await world.disconnect()).toMatchObject({ data: { revocation: "revoked" } });
    },
  ],
];

const ATLASSIAN: Without[] = [
  ["audience", { authorizationParameters: { audience: "" } }, says("audience")],
  ["prompt", { authorizationParameters: { prompt: "" } }, says("prompt")],
  ["JSON", { quirks: {} }, endsWith("exchange_failed")],
  ["read:me", { alwaysScopes: ["offline_access"] }, endsWith("outcome_unknown")],
  ["offline_access", { alwaysScopes: ["read:me"] }, stores({ refresh_token: null })],
];

const SALESFORCE: Without[] = [
  ["refresh_token", { alwaysScopes: ["id"] }, stores({ refresh_token: null })],
  ["the secret in the body", { clientAuthentication: "client_secret_basic" }, endsWith("exchange_failed")],
];

const SERVICENOW: Without[] = [
  ["the secret in the body", { clientAuthentication: "client_secret_basic" }, endsWith("exchange_failed")],
  [
    "a query that is understood",
    {
      identity: {
        ...servicenow.profile.identity,
        from: {
          url: "https://{site}.service-now.com/api/now/table/sys_user?sysparm_query=sys_id=me()&sysparm_limit=2",
        },
      } as never,
    },
    endsWith("identity_unusable"),
  ],
];

const ZENDESK: Without[] = [
  ["JSON", { quirks: {} }, endsWith("exchange_failed")],
  ["its way to withdraw", { revocation: { as: "rfc7009" } }, reports("not_supported")],
];

const ALL: [Preset, VendorBehaviour, string[], Without[], { site: string }?][] = [
  [google, googleBehaviour, [], GOOGLE],
  [microsoft, microsoftBehaviour, [], MICROSOFT],
  [github, githubBehaviour, ["repo", "gist"], GITHUB],
  [slack, slackBehaviour, ["chat:write", "channels:read"], SLACK],
  [atlassian, atlassianBehaviour, ["read:jira-work"], ATLASSIAN],
  [salesforce, salesforceBehaviour, ["api"], SALESFORCE],
  [servicenow, servicenowBehaviour, [], SERVICENOW, SITE],
  [zendesk, zendeskBehaviour, ["tickets:read"], ZENDESK, SITE],
];

describe.each(ALL.map((each) => [each[0].name, ...each] as const))(
  "%s goes wrong",
  (_name, preset, behaviour, scopes, cases, site) => {
    test.each(cases)("without %s", async (_what, changes, goesWrong) => {
      await goesWrong(await startVendorWorld(behaviour, asClient({ preset, scopes, ...changes }), site));
    });
  },
);

test("what ends one link at Google and all others with it is not done while another link lives on it", async () => {
  const world = await startVendorWorld(googleBehaviour, asClient({ preset: google, scopes: [] }));
  const { account } = await world.connect();
  world.hub.addAccount(ADA, { external_account_id: "ada", external_subject: account?.external_subject });

  expect(await world.disconnect()).toMatchObject({ data: { revocation: "shared" } });
  expect(world.standIn.alive.has(account?.access_token ?? "")).toBe(true);
});

test("Microsoft lets a person choose an account on Reconnect, and is given none", async () => {
  const world = await startVendorWorld(microsoftBehaviour, asClient({ preset: microsoft, scopes: [] }));
  const { account } = await world.connect();
  const { linked_account_id = "", external_account_id = "" } = account ?? {};

  const again = await world.goToService({ linked_account_id, external_account_id });

  await again.browser.open(world.standIn.consent(again.authorizationUrl));
  expect(world.stateOf(again.flow)).toEqual({ state: "completed", reason: null });
});

test("Slack refuses with status 200: what was ended in Slack before is told apart from what can't be ended", async () => {
  const world = await startVendorWorld(slackBehaviour, asClient({ preset: slack, scopes: ["chat:write"] }));
  await world.connect();
  world.standIn.books.endEverything();

  expect(await world.disconnect()).toMatchObject({ data: { revocation: "already_invalid" } });
});

test("GitHub names no answer for a token that it does not know: nothing is claimed", async () => {
  const world = await startVendorWorld(githubBehaviour, asClient({ preset: github, scopes: ["repo"] }));
  await world.connect();
  world.standIn.books.endEverything();

  expect(await world.disconnect()).toMatchObject({ data: { revocation: "failed" } });
});

test("a Slack token that is over is renewed to be ended", async () => {
  const world = await startVendorWorld(slackRotatingBehaviour, asClient({ preset: slack, scopes: ["chat:write"] }));
  await world.connect();
  world.standIn.endAccessTokens();
  world.clock.advance(43_200);

  expect(await world.disconnect()).toMatchObject({ data: { revocation: "revoked" } });
});

test("a customer's address that is not one of the vendor's leads nowhere", async () => {
  const auth = asClient({ preset: zendesk, scopes: [] });
  const world = await startVendorWorld(zendeskBehaviour, auth, { site: "acme.zendesk.com.evil.example" });

  const { authorizationUrl } = await world.goToService();

  expect(authorizationUrl).not.toContain("evil");
  expect(authorizationUrl === "" || authorizationUrl.startsWith(DESK)).toBe(true);
  expect(world.standIn.ledger.calls).toEqual([]);
});
