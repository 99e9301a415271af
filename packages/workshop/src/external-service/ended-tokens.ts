import type { FaultId } from "@joinery/contract/workshop";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { FaultControl } from "./faults.ts";
import type { Records, StoredRecord } from "./records.ts";

/** Tokens and codes that a fault has ended, so that their refusal can be told from an honest one. */
export interface EndedTokens {
  /** Call it before they are removed; answers how many there are. */
  remember(fault: FaultId, matches: (record: StoredRecord) => boolean): number;
  find(value: string): FaultId | undefined;
}

/** The most that are remembered; beyond it the oldest is forgotten. */
const LIMIT = 5_000;
const MODELS = ["AccessToken", "RefreshToken", "AuthorizationCode"];

/** Creates a memory of what faults have ended. It is not kept between runs. */
export function createEndedTokens(records: Records): EndedTokens {
  const ended = new Map<string, FaultId>();
  return {
    remember(fault, matches) {
      const found = records.list().filter((record) => MODELS.includes(record.model) && matches(record));
      for (const { id } of found) ended.set(id, fault);
      for (const oldest of ended.keys()) {
        if (ended.size <= LIMIT) break;
        ended.delete(oldest);
      }
      return found.length;
    },
    find: (value) => ended.get(value),
  };
}

/** Names the fault in an answer to a token that it has ended, however long ago. */
export function labelEndedTokens(ended: EndedTokens, faults: FaultControl) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const fault = presentedTokens(ctx).map(ended.find).find(Boolean);
    if (fault !== undefined) faults.acted(ctx, fault, `${ctx.method} ${ctx.path}`);
  };
}

/** The provider has read the form already; our own routes take tokens in the header only. */
function presentedTokens(ctx: KoaContextWithOIDC): string[] {
  const [, bearer] = /^Bearer (.+)$/i.exec(ctx.get("authorization")) ?? [];
  const form: Record<string, unknown> = { ...ctx.oidc?.params };
  const values = [bearer, form.code, form.refresh_token, form.token, form.access_token];
  return values.filter((value) => typeof value === "string");
}
