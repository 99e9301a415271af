import type { Check } from "../check.ts";
import { AUTH_CHECKS } from "./core/auth.ts";
import { CALLBACK_CHECKS } from "./core/callback.ts";
import { CONSENT_CHECKS } from "./core/consent.ts";
import { DELETE_CHECKS } from "./core/delete.ts";
import { LIVE_CHECKS } from "./core/live.ts";
import { PATH_CHECKS } from "./core/paths.ts";
import { SECRET_CHECKS } from "./core/secret.ts";
import { TOLERANCE_CHECKS } from "./core/tolerates.ts";
import { URL_CHECKS } from "./core/url.ts";
import { USER_CHECKS } from "./core/user.ts";
import { MULTI_ACCOUNT_CHECKS } from "./multi-account/multi-account.ts";
import { REFRESH_CHECKS } from "./refresh/refresh.ts";
import { OUTAGE_CHECKS } from "./revoke/outage.ts";
import { WITHDRAWAL_CHECKS } from "./revoke/withdrawal.ts";
import { FORWARDED_CHECKS } from "./verified/forwarded.ts";
import { VERIFIED_CHECKS } from "./verified/verified.ts";

/** Every check, in the order of a report. */
export const CHECKS: readonly Check[] = [
  ...AUTH_CHECKS,
  ...SECRET_CHECKS,
  ...USER_CHECKS,
  ...DELETE_CHECKS,
  ...TOLERANCE_CHECKS,
  ...URL_CHECKS,
  ...PATH_CHECKS,
  ...LIVE_CHECKS,
  ...CONSENT_CHECKS,
  ...CALLBACK_CHECKS,
  ...WITHDRAWAL_CHECKS,
  ...OUTAGE_CHECKS,
  ...REFRESH_CHECKS,
  ...MULTI_ACCOUNT_CHECKS,
  ...FORWARDED_CHECKS,
  ...VERIFIED_CHECKS,
];

/** Finds a check by its id. */
export function findCheck(id: string): Check | undefined {
  return CHECKS.find((check) => check.id === id);
}
