import type { Case } from "./case.ts";
import { ANSWER_CASES } from "./cases-of-answers.ts";
import { ID_TOKEN_CASES } from "./cases-of-id-tokens.ts";
import { KEY_CASES } from "./cases-of-keys.ts";
import { METADATA_CASES } from "./cases-of-metadata.ts";
import { PUSHED_REQUEST_CASES } from "./cases-of-pushed-requests.ts";
import { RENEWAL_CASES } from "./cases-of-renewals.ts";
import { SURROUNDING_CASES } from "./cases-of-surroundings.ts";
import { TOKEN_CASES } from "./cases-of-tokens.ts";
import { USERINFO_CASES } from "./cases-of-userinfo.ts";
import { WITHDRAWAL_CASES } from "./cases-of-withdrawals.ts";

/** Every case; a name stands for one. */
export const ALL_CASES: readonly Case[] = [
  ...ANSWER_CASES,
  ...METADATA_CASES,
  ...TOKEN_CASES,
  ...ID_TOKEN_CASES,
  ...KEY_CASES,
  ...USERINFO_CASES,
  ...PUSHED_REQUEST_CASES,
  ...WITHDRAWAL_CASES,
  ...RENEWAL_CASES,
  ...SURROUNDING_CASES,
];
