import { FLOW_LIMITS, type RefusalReason } from "@joinery/contract";
import { belongsToLivingLink } from "../accounts/shared-grant.ts";
import { toAccount } from "../accounts/to-account.ts";
import type { Identity } from "../external/identify.ts";
import type { GrantParts } from "../external/obtain-grant.ts";
import { NO_TOKENS } from "../external/revoke.ts";
import { withdraw } from "../external/withdraw.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { isDecided, isRefusedWith } from "../hub/hub-errors.ts";
import { describeError, type Log, within } from "../log.ts";
import type { Kept } from "../spool/backlog.ts";
import type { FlowEntry } from "../spool/entries.ts";

/** A grant that nobody wants and that can't be withdrawn is reported after a day of trying. */
const WITHDRAWAL_SECONDS = 24 * 60 * 60;

/** How a claimed flow ended; while somebody is out of reach it waits, and is settled later. */
export type FlowEnd =
  | { state: "saved" }
  | { state: "refused"; reason: RefusalReason }
  | { state: "waiting"; for: "hub" | "service" };

export interface SettleParts extends GrantParts {
  hub: HubClient;
  authId: string;
}

type EntryOf<What extends FlowEntry["what"]> = Extract<FlowEntry, { what: What }>;

/**
 * Brings a claimed flow to its end (contract 2.1, step 6), from wherever it stands: at once when the browser is here, and
 * again after a crash. A grant ends in exactly one of: saved in the hub; withdrawn, and the hub told why; reported to the
 * hub, for an administrator. Every part is safe to repeat.
 */
export async function settleFlow(kept: Kept<FlowEntry>, log: Log, parts: SettleParts): Promise<FlowEnd> {
  const { entry } = kept;
  const flowLog = within(log, { flow: entry.flow });
  switch (entry.what) {
    case "exchange":
      flowLog("error", "exchange_outcome_unknown");
      return tellHub(kept, "outcome_unknown", flowLog, parts);
    case "grant":
      return saveGrant(kept, entry, flowLog, parts);
    case "refusal":
      return withdrawAndTell(kept, entry, flowLog, parts);
  }
}

async function saveGrant(
  kept: Kept<FlowEntry>,
  entry: EntryOf<"grant">,
  log: Log,
  parts: SettleParts,
): Promise<FlowEnd> {
  const { flow, claim, userId, grant } = entry;
  let identity: Identity | undefined;
  const giveUp = async (reason: RefusalReason, cause: unknown) => {
    log("warn", "grant_not_kept", { reason, cause: describeError(cause) });
    const { accessToken, refreshToken, site } = grant;
    const isKeptElsewhere = identity !== undefined && (await belongsToLivingLink(identity, userId, parts));
    const tokens = isKeptElsewhere ? NO_TOKENS : { accessToken, refreshToken, site };
    const refusal = { what: "refusal", flow, claim, userId, since: entry.since, reason, tokens } as const;
    return settleFlow(await kept.change(refusal), log, parts);
  };

  try {
    identity = await parts.service.identify(grant).catch((cause) => {
      throw new OwnerUnknown("nobody in particular", { cause });
    });
    const account = toAccount({ grant, identity }, parts.authId);
    await parts.hub.addLinkedAccount(userId, account, { flow, claim, idempotencyKey: flow });
  } catch (cause) {
    if (cause instanceof OwnerUnknown) return giveUp("identity_unusable", cause);
    // Only our own save can complete a flow that we have claimed, and use its key: an earlier attempt has arrived.
    if (!isRefusedWith(cause, "FLOW_COMPLETED", "IDEMPOTENCY_KEY_REUSED")) {
      if (isDecided(cause))
        return giveUp(cause.code === "BAD_REQUEST" ? "identity_unusable" : "exchange_failed", cause);
      if (isOlderThan(entry, FLOW_LIMITS.saveSeconds, parts)) return giveUp("exchange_failed", cause);
      log("error", "save_outcome_unknown", { cause: describeError(cause) });
      kept.leave();
      return { state: "waiting", for: "hub" };
    }
  }
  await kept.done();
  return { state: "saved" };
}

async function withdrawAndTell(
  kept: Kept<FlowEntry>,
  entry: EntryOf<"refusal">,
  log: Log,
  parts: SettleParts,
): Promise<FlowEnd> {
  const end = await withdraw(entry.tokens, { ...parts, log });
  if (end === "lives_on" && !isOlderThan(entry, WITHDRAWAL_SECONDS, parts)) {
    kept.leave();
    return { state: "waiting", for: "service" };
  }
  if (end === "over") return tellHub(kept, entry.reason, log, parts);
  log("error", "orphaned_grant");
  return tellHub(kept, "outcome_unknown", log, parts);
}

/** `outcome_unknown` puts the flow on the administrator's list; every other reason says that no grant is left. */
async function tellHub(kept: Kept<FlowEntry>, reason: RefusalReason, log: Log, { hub }: SettleParts): Promise<FlowEnd> {
  const { flow, claim } = kept.entry;
  try {
    await hub.refuseFlow(flow, { reason, claim });
  } catch (cause) {
    log("info", "refusal_without_effect", { reason, cause: describeError(cause) });
    if (!isDecided(cause)) {
      kept.leave();
      return { state: "waiting", for: "hub" };
    }
  }
  await kept.done();
  return { state: "refused", reason };
}

function isOlderThan({ since }: FlowEntry, seconds: number, { clock }: SettleParts): boolean {
  return clock.now().getTime() - since.getTime() > seconds * 1_000;
}

/** The service would not say whose account a grant opens. */
class OwnerUnknown extends Error {
  override readonly name = "OwnerUnknown";
}
