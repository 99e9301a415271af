import type { Case } from "./case.ts";
import { HOSTILE_REPLIES } from "./hostile-replies.ts";
import { json } from "./replies.ts";

const BEFORE = "refused before the flow was claimed";

const MEMBERS: readonly (readonly [what: string, changes: Record<string, unknown>])[] = [
  ["without an address", { request_uri: undefined }],
  ["with an address that is a number", { request_uri: 7 }],
  ["with an address that is an array", { request_uri: ["urn:x"] }],
  ["with an empty address", { request_uri: "" }],
  ["with a life of -1", { expires_in: -1 }],
  ["with a life that is null", { expires_in: null }],
];

/** Requests that are pushed to the service before the browser comes (RFC 9126). */
export const PUSHED_REQUEST_CASES: readonly Case[] = [
  { name: "pushed request: an honest answer", lies: { par: ({ honest }) => json(honest, 201) }, ends: "linked" },
  ...MEMBERS.map(
    ([what, changes]): Case => ({
      name: `pushed request: an answer ${what}`,
      lies: { par: ({ honest }) => json({ ...honest, ...changes }, 201) },
      ends: BEFORE,
    }),
  ),
  ...HOSTILE_REPLIES.filter(({ meaning, slow }) => meaning !== "good" && !slow).map(
    ({ what, reply }): Case => ({
      name: `pushed request: ${what}`,
      lies: { par: ({ honest }) => reply(JSON.stringify(honest)) },
      ends: BEFORE,
    }),
  ),
];
