/** What external service and hub say of each other's grants at one moment. */
export interface Facts {
  /** Alive at the external service, each with the flow that it came from. */
  grants: readonly { grantId: string; flow: string }[];
  flows: ReadonlyMap<string, { state: string; reason: string | null; account: string | null }>;
  /** Everything that is linked; `grantId` is the grant that its stored tokens open, as far as the hub shows tokens. */
  accounts: readonly { id: string; state: string; grantId: string | undefined }[];
  /** Accounts that were disconnected: they have a receipt. */
  receipts: ReadonlySet<string>;
  /** Flows on the administrator's list. */
  orphans: ReadonlySet<string>;
  /** Accounts that were given another grant in place, once for each time: the audit says that the earlier one is left. */
  left: readonly string[];
}

/** Where the grants are, and what is not as it was promised. */
export interface Judgement {
  stored: number;
  orphans: number;
  left: number;
  faults: readonly string[];
}

/**
 * Judges every grant, account and flow by itself. A grant that is alive is stored in the account that its flow has made, or
 * its flow is on the administrator's list, or the audit says that it was left; an account that looks healthy has a grant that
 * is alive; and what was called linked is linked, or has a receipt.
 */
export function judgeGrants(facts: Facts): Judgement {
  const count = { stored: 0, orphans: 0, left: 0 };
  const faults: string[] = [];
  const alive = new Set(facts.grants.map(({ grantId }) => grantId));
  const linked = new Set(facts.accounts.map(({ id }) => id));
  const left = [...facts.left];

  for (const { grantId, flow } of facts.grants) {
    const end = facts.flows.get(flow);
    const holders = facts.accounts.filter((one) => one.grantId === grantId).map(({ id }) => id);
    const waits = facts.accounts.some(({ id, state }) => state === "pending" && id === end?.account);
    const isOrphan = facts.orphans.has(flow);
    const leaver = left.indexOf(end?.account ?? "");
    if (holders.length === 1 && holders[0] === end?.account && !isOrphan) count.stored += 1;
    else if (holders.length > 0) faults.push(`${nameOf(flow, end)} is stored in ${holders}`);
    else if (isOrphan) count.orphans += 1;
    else if (waits) count.stored += 1;
    else if (leaver >= 0) count.left += left.splice(leaver, 1).length;
    else faults.push(`${nameOf(flow, end)} lives on, and nobody has it`);
  }
  for (const { id, state, grantId } of facts.accounts) {
    if (state === "active" && !alive.has(grantId ?? "")) faults.push(`account ${id} looks healthy and is dead`);
  }
  for (const [flow, end] of facts.flows) {
    const isThere = linked.has(end.account ?? "") || facts.receipts.has(end.account ?? "");
    if (end.state === "completed" && !isThere)
      faults.push(`${nameOf(flow, end)} has made an account that is not there`);
  }
  return { ...count, faults };
}

function nameOf(flow: string, end: { state: string; reason: string | null } | undefined): string {
  return `the grant of ${flow} (${end?.state ?? "unknown to the hub"}, ${end?.reason ?? "without a reason"})`;
}
