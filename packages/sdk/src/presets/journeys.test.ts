import { describe, expect, test } from "vitest";
import type { Preset } from "../external/preset.ts";
import { atlassian, github, google, microsoft, salesforce, servicenow, slack, zendesk } from "../presets.ts";
import { PERSON, type VendorBehaviour } from "../testing/stand-in.ts";
import { ACCOUNT, atlassianBehaviour } from "../testing/stand-ins/atlassian.ts";
import { githubAppBehaviour, githubBehaviour } from "../testing/stand-ins/github.ts";
import { googleBehaviour } from "../testing/stand-ins/google.ts";
import { microsoftBehaviour, OBJECT, TENANT } from "../testing/stand-ins/microsoft.ts";
import { INSTANCE, ORGANIZATION, salesforceBehaviour, USER } from "../testing/stand-ins/salesforce.ts";
import { servicenowBehaviour } from "../testing/stand-ins/servicenow.ts";
import { slackBehaviour, slackRotatingBehaviour } from "../testing/stand-ins/slack.ts";
import { zendeskBehaviour } from "../testing/stand-ins/zendesk.ts";
import { asClient, startVendorWorld } from "../testing/vendor-world.ts";

interface Journey {
  preset: Preset;
  behaviour: VendorBehaviour;
  scopes: string[];
  site?: string;
  /** What the hub stores, beside tokens. */
  stored: object;
  /** How long the access token is good, in seconds; `null` for as long as nobody ends it. */
  lifetime: number | null;
  /** Something that the token opens. */
  api: string;
  report: { revocation: string; detail?: string };
  /** Which tokens the vendor's documents leave alive when a person disconnects. */
  leaves: ("access" | "refresh")[];
}

const { name: display_name, picture: avatar_url } = PERSON;

const JOURNEYS: Record<string, Journey> = {
  Google: {
    preset: google,
    behaviour: googleBehaviour,
    scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
    stored: {
      external_account_id: PERSON.email,
      external_subject: `https://accounts.google.com ${PERSON.id}`,
      ...{ display_name, avatar_url },
      scopes: ["openid", "email", "profile", "https://www.googleapis.com/auth/calendar.readonly"],
    },
    lifetime: 3_920,
    api: "https://www.googleapis.com/calendar/v3/users/me/calendarList",
    report: { revocation: "revoked" },
    leaves: [],
  },
  "Microsoft Entra ID": {
    preset: microsoft,
    behaviour: microsoftBehaviour,
    scopes: ["https://graph.microsoft.com/Mail.Read"],
    stored: {
      external_account_id: PERSON.email,
      external_subject: `${TENANT} ${OBJECT}`,
      display_name,
      avatar_url: null,
      scopes: ["https://graph.microsoft.com/Mail.Read"],
    },
    lifetime: 3_599,
    api: "https://graph.microsoft.com/v1.0/me/messages",
    report: { revocation: "not_supported", detail: detailOf(microsoft) },
    leaves: ["access", "refresh"],
  },
  GitHub: {
    preset: github,
    behaviour: githubBehaviour,
    scopes: ["repo", "gist"],
    stored: {
      external_account_id: PERSON.login,
      external_subject: PERSON.id,
      ...{ display_name, avatar_url },
      scopes: ["repo", "gist"],
      refresh_token: null,
    },
    lifetime: null,
    api: "https://api.github.com/user/repos",
    report: { revocation: "revoked" },
    leaves: [],
  },
  "a GitHub App": {
    preset: github,
    behaviour: githubAppBehaviour,
    scopes: [],
    stored: { external_account_id: PERSON.login, external_subject: PERSON.id, scopes: [] },
    lifetime: 28_800,
    api: "https://api.github.com/user/repos",
    report: { revocation: "revoked" },
    leaves: ["refresh"],
  },
  Slack: {
    preset: slack,
    behaviour: slackBehaviour,
    scopes: ["chat:write", "channels:read"],
    stored: {
      external_account_id: PERSON.login,
      external_subject: "T9TK3CUKW U1234",
      additional_info: "Analytical Society",
      scopes: ["chat:write", "channels:read"],
      refresh_token: null,
    },
    lifetime: null,
    api: "https://slack.com/api/conversations.list",
    report: { revocation: "revoked" },
    leaves: [],
  },
  "Slack with token rotation": {
    preset: slack,
    behaviour: slackRotatingBehaviour,
    scopes: ["chat:write"],
    stored: { external_account_id: PERSON.login, external_subject: "T9TK3CUKW U1234", scopes: ["chat:write"] },
    lifetime: 43_200,
    api: "https://slack.com/api/conversations.list",
    report: { revocation: "revoked" },
    leaves: ["refresh"],
  },
  Atlassian: {
    preset: atlassian,
    behaviour: atlassianBehaviour,
    scopes: ["read:jira-work"],
    stored: {
      external_account_id: PERSON.email,
      external_subject: ACCOUNT,
      ...{ display_name, avatar_url },
      scopes: ["offline_access", "read:me", "read:jira-work"],
    },
    lifetime: 3_600,
    api: "https://api.atlassian.com/oauth/token/accessible-resources",
    report: { revocation: "not_supported", detail: detailOf(atlassian) },
    leaves: ["access", "refresh"],
  },
  Salesforce: {
    preset: salesforce,
    behaviour: salesforceBehaviour,
    scopes: ["api"],
    stored: {
      external_account_id: "ada@lovelace.example.crm",
      external_subject: `${ORGANIZATION} ${USER}`,
      display_name,
      additional_info: INSTANCE,
      scopes: ["id", "refresh_token", "api"],
    },
    lifetime: null,
    api: `${INSTANCE}/services/data/v62.0/sobjects`,
    report: { revocation: "revoked" },
    leaves: [],
  },
  ServiceNow: {
    preset: servicenow,
    behaviour: servicenowBehaviour,
    scopes: ["incident_read"],
    site: "acme",
    stored: {
      external_account_id: PERSON.login,
      external_subject: "acme.service-now.com 6816f79cc0a8016401c5a33be04be441",
      display_name,
      additional_info: "acme.service-now.com",
    },
    lifetime: 1_799,
    api: "https://acme.service-now.com/api/now/table/incident",
    report: { revocation: "revoked" },
    leaves: [],
  },
  Zendesk: {
    preset: zendesk,
    behaviour: zendeskBehaviour,
    scopes: ["tickets:read"],
    site: "https://acme.zendesk.com/agent",
    stored: {
      external_account_id: PERSON.email,
      external_subject: `acme.zendesk.com ${PERSON.id}`,
      ...{ display_name, avatar_url },
      additional_info: "acme.zendesk.com",
      scopes: ["users:read", "tickets:read"],
    },
    lifetime: 172_800,
    api: "https://acme.zendesk.com/api/v2/tickets.json",
    report: { revocation: "revoked" },
    leaves: ["refresh"],
  },
};

function detailOf({ profile: { revocation } }: Preset): string {
  return revocation?.as === "none" ? revocation.detail : "";
}

describe.each(Object.entries(JOURNEYS))("%s", (_, { preset, behaviour, scopes, site, ...expected }) => {
  const start = () => startVendorWorld(behaviour, asClient({ preset, scopes }), site === undefined ? {} : { site });

  test("a person connects, and the hub knows whose account it is", async () => {
    const world = await start();
    const { flow, account } = await world.connect();

    expect(world.stateOf(flow)).toEqual({ state: "completed", reason: null });
    expect(account).toMatchObject(expected.stored);
    // The library counts the seconds that have gone by since the answer, by the machine's clock.
    const left = secondsLeft(account?.expiry ?? null, world.clock.now());
    const { lifetime } = expected;
    expect(left).toBeOneOf([lifetime, ...[1, 2, 3].map((late) => Number(lifetime) - late)]);
    expect(world.standIn.ledger.tokenRequests).toHaveLength(1);
  });

  test("an action gets through with the token, and to the service's own hosts only", async () => {
    const world = await start();
    await world.connect();

    expect(await world.get(expected.api)).toMatchObject({ status: 200 });
    expect(await world.get("https://api.elsewhere.example/")).not.toHaveProperty("status");
    expect(world.standIn.ledger.calls.join(" ")).not.toContain("elsewhere");
  });

  test("a person who says no is told so, and nothing is asked for", async () => {
    const world = await start();
    const { browser, flow, authorizationUrl } = await world.goToService();

    await browser.open(world.standIn.deny(authorizationUrl));

    expect(world.stateOf(flow)).toEqual({ state: "refused", reason: "access_denied" });
    expect(world.standIn.ledger.tokenRequests).toEqual([]);
  });

  test("a code that the service does not take any more links nothing", async () => {
    const world = await start();
    const { browser, flow, authorizationUrl } = await world.goToService();
    const callback = world.standIn.consent(authorizationUrl);
    world.standIn.forgetCodes();

    await browser.open(callback);

    expect(world.stateOf(flow)).toEqual({ state: "refused", reason: "exchange_failed" });
    expect(world.account()).toBeUndefined();
  });

  test("a person disconnects, and the receipt says what the service did", async () => {
    const world = await start();
    const { account } = await world.connect();

    expect(await world.disconnect()).toMatchObject({ data: expected.report });

    expect(world.account()).toBeUndefined();
    const { access_token, refresh_token } = account ?? {};
    const left = Object.entries({ access: access_token, refresh: refresh_token }).filter(([, token]) =>
      world.standIn.alive.has(token ?? ""),
    );
    expect(left.map(([kind]) => kind)).toEqual(expected.leaves);
  });
});

function secondsLeft(expiry: string | null, now: Date): number | null {
  return expiry === null ? null : (Date.parse(expiry) - now.getTime()) / 1_000;
}

const RENEWED = Object.entries(JOURNEYS).filter(([, { stored }]) => !("refresh_token" in stored));

describe.each(RENEWED)("%s, when the access token is over", (_, { preset, behaviour, scopes, site, api, ...rest }) => {
  async function startLater() {
    const options = site === undefined ? {} : { site };
    const world = await startVendorWorld(behaviour, asClient({ preset, scopes }), options);
    const { account } = await world.connect();
    world.standIn.endAccessTokens();
    world.clock.advance(rest.lifetime ?? 60);
    return { world, account };
  }

  test("it is renewed for an action, and what the service replaces is kept", async () => {
    const { world, account } = await startLater();

    expect(await world.get(api)).toMatchObject({ status: 200 });

    const renewed = world.account();
    expect(renewed?.access_token).not.toBe(account?.access_token);
    expect(renewed?.refresh_token === account?.refresh_token).toBe(behaviour.token.refresh === "kept");
    expect(world.standIn.alive.has(renewed?.refresh_token ?? "")).toBe(true);
  });

  test("a second renewal goes on from the first", async () => {
    const { world } = await startLater();
    await world.get(api);
    world.standIn.endAccessTokens();
    world.clock.advance(rest.lifetime ?? 60);

    expect(await world.get(api)).toMatchObject({ status: 200 });
  });

  test("a grant that the person has ended over there asks for a new connect", async () => {
    const { world } = await startLater();
    world.standIn.books.endEverything();

    expect(await world.get(api)).toMatchObject({ code: "NEEDS_RECONNECT" });
    expect(world.account()?.requires_reauthentication).toBe(true);
  });

  test("a service that is out of order is not taken for one that has ended the grant", async () => {
    const { world } = await startLater();
    world.standIn.breakDown();

    const answer = await world.get(api);

    // Where nothing says when a token ends, the service is asked first, and is not there either.
    expect(answer.code ?? answer.status).toBe(rest.lifetime === null ? 503 : "EXTERNAL_SERVICE_FAILED");
    expect(world.account()?.requires_reauthentication).toBe(false);
  });
});
