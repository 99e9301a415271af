import { forgetOldWrites } from "./accounts/idempotency.ts";
import type { Rounds } from "./clockwork.ts";
import { expireFlows } from "./connect/expire-flows.ts";
import { forgetOldRequests } from "./connector/requests.ts";
import type { Context } from "./context.ts";
import { forgetOldLogoutTokens } from "./directory/sign-in/store.ts";
import { finishOverdueDisconnects } from "./disconnect/finish-disconnect.ts";
import { sendForgottenAttempts } from "./disconnect/send-forgotten.ts";
import { forgetOldEvents } from "./events/event-store.ts";
import { forgetOldNotices } from "./notices/store.ts";

const KEPT_MS = 30 * 24 * 60 * 60_000;

/** What is overdue and somebody waits for. Every process looks: what another has done is nothing to do. */
export function endingRounds(context: Context): Rounds {
  return {
    "flows.expire": () => expireFlows(context),
    "disconnects.finish": () => finishOverdueDisconnects(context),
    "disconnects.send": () => sendForgottenAttempts(context),
  };
}

/** What is old. Looking for it may read large tables, and nobody waits for the end of it. */
export function forgettingRounds({ db, clock }: Context): Rounds {
  const longAgo = () => new Date(clock().getTime() - KEPT_MS);
  return {
    "idempotency_keys.forget": () => forgetOldWrites(db, clock()),
    "logout_tokens.forget": () => forgetOldLogoutTokens(db, clock()),
    "requests.forget": () => forgetOldRequests(db, longAgo()),
    "events.forget": () => forgetOldEvents(db, longAgo()),
    "notices.forget": () => forgetOldNotices(db, longAgo()),
  };
}
