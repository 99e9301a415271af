import { refusalReason } from "@joinery/contract";
import { z } from "zod";

/** Since when something is unfinished; what waits too long is given up and reported. */
const since = z.coerce.date();
const token = z.string().nullable();
/** Entries that were made before there were sites, and answers beside the tokens, have none. */
const site = z.string().nullable().default(null);
const tokens = z.object({ accessToken: token, refreshToken: token, site });

const grant = z.object({
  accessToken: z.string(),
  refreshToken: token,
  expiresAt: z.coerce.date().nullable(),
  scopes: z.array(z.string()),
  claims: z.record(z.string(), z.unknown()),
  tokenAnswer: z.record(z.string(), z.unknown()).default({}),
  callback: z.record(z.string(), z.string()).default({}),
  site,
});

/** A flow that this integration has claimed: only with the claim may it be saved or refused (contract 2.1, steps 5 and 6). */
const claimed = { flow: z.string(), claim: z.string(), userId: z.string(), since };

/** A token request may have been sent; nothing is known of its answer. */
const exchange = z.object({ what: z.literal("exchange"), ...claimed });
/** The service has granted access; the hub has not said yet that it took it. */
const granted = z.object({ what: z.literal("grant"), ...claimed, grant });
/** What was granted, if anything, must be withdrawn; then the hub is told why. It is never saved any more. */
const refusal = z.object({ what: z.literal("refusal"), ...claimed, reason: refusalReason, tokens });
/** Tokens were renewed under a lease; the hub has not said yet that it took them (contract 2.4). */
const renewal = z.object({
  what: z.literal("renewal"),
  userId: z.string(),
  accountId: z.string(),
  lease: z.string(),
  /** The refresh token that was sent, and that the hub still has. */
  replaced: token,
  grant,
  since,
});

/** Everything that can be unfinished. */
export const unfinishedEntry = z.discriminatedUnion("what", [exchange, granted, refusal, renewal]);
export type UnfinishedEntry = z.infer<typeof unfinishedEntry>;
export type FlowEntry = Exclude<UnfinishedEntry, { what: "renewal" }>;
export type RenewalEntry = z.infer<typeof renewal>;
