import type { Party } from "@joinery/contract/workshop";
import { formOf, type SentRequest } from "./messages.ts";

/** Who talks to whom, and what is asked. */
export interface Ask {
  from: Party;
  to: Party;
  request: SentRequest;
}

interface StepRule {
  to: Party;
  from?: Party;
  /** Any method unless given. */
  method?: string;
  path: RegExp;
  step: string;
  when?: (request: SentRequest) => boolean;
}

const grantType = (type: string) => (request: SentRequest) => formOf(request).get("grant_type") === type;
const comesBack = ({ url: { searchParams } }: SentRequest) =>
  searchParams.has("state") && (searchParams.has("code") || searchParams.has("error"));

/** What each exchange is for; the first row that fits counts (contract 1.1, 1.2, 2.1, 2.4; RFC 6749). */
const RULES: readonly StepRule[] = [
  { to: "hub", method: "POST", path: /^\/connector\/[^/]+\/auth\/[^/]+$/, step: "Connect" },
  { to: "hub", method: "DELETE", path: /^\/connector\/[^/]+\/linked-accounts\/[^/]+$/, step: "Disconnect" },
  { to: "hub", path: /^\/connector\//, step: "Action" },
  { to: "hub", path: /^\/connect\/opening$/, step: "Opening page" },
  { to: "hub", path: /^\/connect\/[^/]+\/verify$/, step: "Verify" },
  { to: "hub", method: "POST", path: /^\/connect\/[^/]+\/confirm$/, step: "Confirm" },
  { to: "hub", path: /^\/connect\/[^/]+\/confirm$/, step: "Confirm page" },
  { to: "hub", path: /^\/connect\/[^/]+\/cancel$/, step: "Cancel" },
  { to: "hub", path: /^\/connect\/[^/]+\/(done|ended)$/, step: "Last page" },
  { to: "hub", path: /^\/connect\/ended$/, step: "Last page" },
  { to: "hub", path: /^\/connect\/[^/]+$/, step: "Status" },
  { to: "hub", path: /^\/api\/sign-in\b/, step: "Sign in" },
  { to: "hub", path: /^\/api\/accounts\/[^/]+\/disconnect$/, step: "Disconnect" },
  { to: "hub", path: /^\/v2\/connect\/[^/]+\/redeem$/, step: "Redeem" },
  { to: "hub", path: /^\/v2\/connect\/[^/]+\/claim$/, step: "Claim" },
  { to: "hub", path: /^\/v2\/connect\/[^/]+\/refuse$/, step: "Refuse" },
  { to: "hub", method: "POST", path: /^\/v2\/user\/[^/]+\/linked-accounts$/, step: "Save" },
  { to: "hub", path: /^\/v2\/user\/[^/]+\/linked-accounts$/, step: "List linked accounts" },
  { to: "hub", method: "POST", path: /^\/v2\/user\/[^/]+\/linked-accounts\/[^/]+\/lease$/, step: "Take lease" },
  { to: "hub", path: /^\/v2\/user\/[^/]+\/linked-accounts\/[^/]+\/lease$/, step: "Release lease" },
  { to: "hub", method: "GET", path: /^\/v2\/user\/[^/]+\/linked-accounts\/[^/]+$/, step: "Read linked account" },
  { to: "hub", method: "PATCH", path: /^\/v2\/user\/[^/]+\/linked-accounts\/[^/]+$/, step: "Update linked account" },
  { to: "hub", method: "DELETE", path: /^\/v2\/user\/[^/]+\/linked-accounts\/[^/]+$/, step: "Delete linked account" },
  { to: "hub", path: /^\/v2\/user$/, step: "Look up user" },
  { to: "hub", path: /^\/v2\/feed\//, step: "Feed" },
  { to: "hub", path: /^\/\.well-known\/jwks\.json$/, step: "Signing keys" },

  { to: "integration", from: "hub", method: "POST", path: /\/auth\/[^/]+$/, step: "Connect" },
  { to: "integration", from: "hub", method: "DELETE", path: /\/linked-accounts\/[^/]+$/, step: "Disconnect" },
  { to: "integration", from: "hub", path: /^/, step: "Action" },
  { to: "integration", method: "GET", path: /^/, step: "Callback", when: comesBack },
  { to: "integration", method: "GET", path: /\/connect\/verified$/, step: "Verified" },
  { to: "integration", method: "GET", path: /\/connect\/(ended|done)$/, step: "Last page" },
  { to: "integration", method: "GET", path: /^/, step: "Open" },
  { to: "integration", method: "POST", path: /^/, step: "Continue" },

  { to: "service", from: "browser", path: /^\/auth(\/|$)/, step: "Authorization" },
  { to: "service", method: "POST", path: /^\/interaction\/[^/]+\/login$/, step: "Log in" },
  { to: "service", method: "POST", path: /^\/interaction\/[^/]+\/switch$/, step: "Log in as another" },
  { to: "service", method: "POST", path: /^\/interaction\/[^/]+\/allow$/, step: "Consent" },
  { to: "service", method: "POST", path: /^\/interaction\/[^/]+\/deny$/, step: "Deny" },
  { to: "service", path: /^\/interaction\//, step: "Ask the person" },
  { to: "service", path: /^\/token$/, step: "Refresh", when: grantType("refresh_token") },
  { to: "service", path: /^\/token$/, step: "Token request" },
  { to: "service", path: /^\/token\/revocation$/, step: "Revoke" },
  { to: "service", path: /^\/(userinfo|me)$/, step: "User info" },
  { to: "service", path: /^\/\.well-known\//, step: "Discovery" },
  { to: "service", path: /^\/jwks$/, step: "Signing keys" },
  { to: "service", method: "POST", path: /^\/api\/tickets$/, step: "File ticket" },
  { to: "service", path: /^\/api\/tickets$/, step: "List tickets" },
];

/** Names what an exchange is for, in a few words. */
export function stepOf({ from, to, request }: Ask): string {
  const path = request.url.pathname;
  const rule = RULES.find(
    (row) =>
      row.to === to &&
      (row.from === undefined || row.from === from) &&
      (row.method === undefined || row.method === request.method) &&
      row.path.test(path) &&
      (row.when === undefined || row.when(request)),
  );
  return rule?.step ?? (from === "browser" ? "Page" : "Request");
}
