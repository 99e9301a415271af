import { type Case, connect, type Told } from "./case.ts";
import { HOSTILE_REPLIES } from "./hostile-replies.ts";
import type { TokenTold } from "./lies.ts";
import { json } from "./replies.ts";
import type { Stage, StoredAccount } from "./stage.ts";

const AN_HOUR = 3_700;

/** What must come of a renewal. */
type Outcome =
  /** The new tokens are used and stored. */
  | "renewed"
  /** Nothing was issued: everything stays, and the next action tries again. */
  | "kept"
  /** The service may have replaced the refresh token: everything stays, and the hub knows that it may be dead. */
  | "in doubt"
  /** The service says that the grant is over: the person is asked to connect again. */
  | "over";

const before = new WeakMap<Stage, StoredAccount>();

/** Ada has linked her account; an hour later she presses a button, and the access token has ended. */
async function act(stage: Stage): Promise<Told> {
  const told = await connect(stage);
  const [account] = await stage.accounts();
  if (account) before.set(stage, account);
  stage.passTime(AN_HOUR);
  const answer = await stage.act("/fetch", { url: `${stage.service.issuer}/userinfo` });
  return { ...told, answer: { status: answer.status, body: await answer.text() } };
}

function renewing(name: string, refresh: NonNullable<Case["lies"]["refresh"]>, outcome: Outcome): Case {
  return {
    name: `renewal: ${name}`,
    lies: { refresh },
    ends: "linked",
    story: act,
    also: (stage, told, accounts) => faultsOf(stage, told, accounts, outcome),
    onlyFake: "the hub's own leases are shown by its own suites",
  };
}

function faultsOf(stage: Stage, { answer }: Told, [after]: readonly StoredAccount[], outcome: Outcome): string[] {
  const was = before.get(stage);
  const isSame = after?.access_token === was?.access_token && after?.refresh_token === was?.refresh_token;
  const isDoubted = stage.isInDoubt?.(after?.linked_account_id ?? "") ?? false;
  const isOver = after?.requires_reauthentication === true;
  const isDone = answer?.status === 200;
  const happened = {
    renewed: !isSame && isDone,
    kept: isSame && !isDoubted,
    "in doubt": isSame && isDoubted && !isOver,
    over: isOver,
  };
  return [
    ...(happened[outcome] ? [] : [`it is not ${outcome}: ${JSON.stringify({ isSame, isDoubted, isOver, isDone })}`]),
    ...(outcome !== "renewed" && isDone ? ["the action went on with a token that has ended"] : []),
    ...(answer?.status === 500 ? [`the action was answered 500: ${answer.body}`] : []),
  ];
}

const granting = (changes: Record<string, unknown>) => async (told: TokenTold) =>
  json({ ...(await told.grant()), ...changes });

export const RENEWAL_CASES: readonly Case[] = [
  renewing("an honest one, with a new refresh token", granting({}), "renewed"),
  renewing("an honest one without a new refresh token", granting({ refresh_token: undefined }), "renewed"),
  renewing("invalid_grant", () => json({ error: "invalid_grant" }, 400), "over"),
  renewing("invalid_grant with status 200", () => json({ error: "invalid_grant" }), "over"),
  renewing("invalid_grant with status 500", () => json({ error: "invalid_grant" }, 500), "in doubt"),
  renewing("invalid_grant within an array", () => json([{ error: "invalid_grant" }], 400), "kept"),
  renewing("an error that is an array", () => json({ error: ["invalid_grant"] }, 400), "kept"),
  renewing("an error called toString", () => json({ error: "toString" }, 400), "kept"),
  renewing("invalid_client", () => json({ error: "invalid_client" }, 401), "kept"),
  renewing("access token missing", granting({ access_token: undefined }), "in doubt"),
  renewing("access token a number", granting({ access_token: 7 }), "in doubt"),
  renewing("access token with a line break", granting({ access_token: "a\r\nx-evil: 1" }), "in doubt"),
  renewing("access token too long to be stored", granting({ access_token: "t".repeat(16_385) }), "in doubt"),
  renewing("refresh token an array", granting({ refresh_token: ["canary"] }), "in doubt"),
  renewing("refresh token with a line break", granting({ refresh_token: "a\nb" }), "in doubt"),
  renewing("type mac", granting({ token_type: "mac" }), "in doubt"),
  renewing("type DPoP", granting({ token_type: "DPoP" }), "in doubt"),
  renewing("life of -1", granting({ expires_in: -1 }), "in doubt"),
  renewing("life of 1e308", granting({ expires_in: 1e308 }), "renewed"),
  renewing("scope an array", granting({ scope: ["openid"] }), "in doubt"),
  ...(
    [
      ["of another subject", { sub: "subject-2" }],
      ["of another issuer", { iss: "https://evil.example" }],
      ["for another client", { aud: "another-client" }],
      ["that has ended", { exp: 1 }],
    ] as const
  ).map(([what, claims]) =>
    renewing(
      `an id token ${what}`,
      async ({ grant, idToken }) => json({ ...(await grant()), id_token: await idToken({ claims }) }),
      "in doubt",
    ),
  ),
  renewing(
    "an id token that nobody has signed",
    async ({ grant, idToken }) => json({ ...(await grant()), id_token: await idToken({ signedBy: "nobody" }) }),
    "in doubt",
  ),
  renewing(
    "an id token that somebody else has signed",
    async ({ grant, idToken }) => json({ ...(await grant()), id_token: await idToken({ signedBy: "somebody-else" }) }),
    "in doubt",
  ),
  ...HOSTILE_REPLIES.filter(({ slow }) => !slow).map(({ what, meaning, reply }) =>
    renewing(
      what,
      async ({ grant }) => reply(JSON.stringify(meaning === "refusal" ? { nothing: "canary" } : await grant())),
      meaning === "good" ? "renewed" : meaning === "refusal" && !/^(30|503)/.test(what) ? "kept" : "in doubt",
    ),
  ),
];
