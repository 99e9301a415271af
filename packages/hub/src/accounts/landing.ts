import { isLive, type LinkedAccountRow } from "./store.ts";

/** What a saved account becomes (contract 1.2, 2.3). */
export interface Landing {
  /** 201: a new live account. 200: a live one is updated in place. 202: it waits for its owner's choice. */
  status: 200 | 201 | 202;
  /** The live account that the waiting one was meant to repair. */
  pendingFor: string | null;
  /** What the person has to be told about a flow that is complete and did not end as it was begun. */
  remark: "choice_needed" | "another_account" | null;
}

/**
 * Decides where a save lands.
 *
 * @param found the account of the same identity, live or pending
 * @param broken the live account that the flow was to repair; nothing when there was none, or it is being removed by now
 */
export function landingOf(found: LinkedAccountRow | undefined, broken: LinkedAccountRow | undefined): Landing {
  if (found !== undefined && isLive(found)) {
    const isAnother = broken !== undefined && broken.linked_account_id !== found.linked_account_id;
    return { status: 200, pendingFor: null, remark: isAnother ? "another_account" : null };
  }
  if (broken === undefined) return { status: 201, pendingFor: null, remark: null };
  return { status: 202, pendingFor: broken.linked_account_id, remark: "choice_needed" };
}
