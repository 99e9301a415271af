import { Problem } from "@joinery/contract";
import type { Context } from "../context.ts";
import { markDismissed, type NoticeRef } from "./store.ts";

/** Puts a notice away for the person it is for; nothing else changes. */
export async function dismissNotice({ db, clock }: Context, ref: NoticeRef & { userId: string }): Promise<void> {
  if (!(await markDismissed(db, ref, clock()))) throw new Problem("NOTICE_NOT_FOUND");
}
