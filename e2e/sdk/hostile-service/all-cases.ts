import type { Case } from "./case.ts";
import { ANSWER_CASES } from "./cases-of-answers.ts";
import { ID_TOKEN_CASES } from "./cases-of-id-tokens.ts";
import { KEY_CASES } from "./cases-of-keys.ts";
import { METADATA_CASES } from "./cases-of-metadata.ts";
import { TOKEN_CASES } from "./cases-of-tokens.ts";
import { USERINFO_CASES } from "./cases-of-userinfo.ts";

/** Every case; a name stands for one. */
export const ALL_CASES: readonly Case[] = [
  ...ANSWER_CASES,
  ...METADATA_CASES,
  ...TOKEN_CASES,
  ...ID_TOKEN_CASES,
  ...KEY_CASES,
  ...USERINFO_CASES,
];
