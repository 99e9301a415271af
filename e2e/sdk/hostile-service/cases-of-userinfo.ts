import type { Case } from "./case.ts";
import { HOSTILE_REPLIES } from "./hostile-replies.ts";
import { json } from "./replies.ts";

/** The id token names nobody, so userinfo is asked; and it lies. */
function asked(userinfo: NonNullable<Case["lies"]["userinfo"]>): Case["lies"] {
  return { namelessIdToken: true, userinfo };
}

const SUBJECTS: readonly Case[] = [
  ["of somebody else", "subject-2"],
  ["missing", undefined],
  ["empty", ""],
  ["null", null],
  ["a number", 1],
  ["an array", ["subject-1"]],
  ["in capitals", "SUBJECT-1"],
].map(([what, sub]) => ({
  name: `userinfo: subject ${what}`,
  lies: asked(({ honest }) => json({ ...honest, sub })),
  ends: "refused and withdrawn",
}));

const LABELS: readonly Case[] = [
  ["of 10,000 characters", "x".repeat(10_000)],
  ["with line breaks", "ada\nadmin"],
  ["that turns the text around", "ada\u202enimda"],
].map(([what, preferred_username]) => ({
  name: `userinfo: label ${what}`,
  lies: asked(({ honest }) => json({ ...honest, preferred_username })),
  ends: "refused and withdrawn",
}));

export const USERINFO_CASES: readonly Case[] = [
  ...SUBJECTS,
  ...LABELS,
  {
    name: "userinfo: another issuer and subject than in the id token",
    lies: asked(({ honest }) => json({ ...honest, iss: "https://evil.example" })),
    ends: "linked",
    also: (_stage, _told, [account]) =>
      account?.external_subject?.includes("evil") ? ["userinfo decides whose account it is"] : [],
  },
  {
    name: "userinfo: a JWT that nobody has signed",
    lies: asked(({ honest }) => ({
      headers: { "content-type": "application/jwt" },
      body: `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(honest)).toString("base64url")}.`,
    })),
    ends: "refused and withdrawn",
  },
  ...HOSTILE_REPLIES.map(
    ({ what, meaning, slow, reply }): Case => ({
      name: `userinfo: ${what}`,
      lies: asked(({ honest }) => reply(JSON.stringify(honest))),
      ends: meaning === "good" ? "linked" : "refused and withdrawn",
      ...(slow ? { slow } : {}),
    }),
  ),
];
