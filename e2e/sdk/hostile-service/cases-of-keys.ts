import type { Case } from "./case.ts";
import { HOSTILE_REPLIES } from "./hostile-replies.ts";
import { json } from "./replies.ts";

type Keys = { keys: Record<string, unknown>[] };

const WRONG: readonly (readonly [what: string, keys: (honest: Keys) => unknown])[] = [
  ["no keys", () => ({ keys: [] })],
  ["keys that are no list", () => ({ keys: { kty: "EC" } })],
  ["keys that are no objects", () => ({ keys: [null, 1, "key"] })],
  ["the right key for encryption only", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, use: "enc" })) })],
  ["the right key of another curve", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, crv: "P-384" })) })],
  ["the right key for another algorithm", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, alg: "ES384" })) })],
  ["two keys with the right id", ({ keys }) => ({ keys: [...keys, ...keys] })],
  ["a key whose numbers are arrays", ({ keys }) => ({ keys: keys.map((key) => ({ ...key, x: [1], y: [2] })) })],
];

/** The keys that id tokens are checked with. */
export const KEY_CASES: readonly Case[] = [
  ...WRONG.map(
    ([what, keys]): Case => ({
      name: `keys: ${what}`,
      lies: { jwks: ({ honest }) => json(keys(honest)) },
      ends: "refused and withdrawn",
    }),
  ),
  ...HOSTILE_REPLIES.map(
    ({ what, meaning, slow, reply }): Case => ({
      name: `keys: ${what}`,
      lies: { jwks: ({ honest }) => reply(JSON.stringify(honest)) },
      ends: meaning === "good" ? "linked" : "refused and withdrawn",
      ...(slow ? { slow } : {}),
    }),
  ),
];
