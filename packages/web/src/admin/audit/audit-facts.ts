import type { AuditRow } from "@joinery/contract/pages";
import { format, t } from "../../texts/current.ts";
import type { EventValue } from "../../ui/event-list.tsx";

/** Details that name a thing, to be looked for elsewhere. */
const IDS = new Set(["flow", "linked_account"]);

type Described = Pick<AuditRow, "action" | "actor" | "subject" | "detail">;

/** The few facts that matter beside the sentence, in words. What we have no words for is left to the opened row. */
export function factsOf(row: Described): string[] {
  const { detail } = row;
  const words = t.admin.audit.facts;
  const facts: (string | undefined)[] = [];
  if (detail.verified === true) facts.push(t.admin.verified);
  if (detail.verified === false) facts.push(t.admin.unverified);
  if (detail.reconnect === true) facts.push(words.reconnect);
  facts.push(wordFor(words.kinds, detail.kind));
  if (detail.require_verified === true) facts.push(words.requireVerified);
  if (detail.require_verified === false) facts.push(words.allowPlain);
  facts.push(wordFor(words.roles, detail.role), wordFor(words.sources, detail.source));
  facts.push(wordFor(words.endedBy, detail.ended_by));
  if (typeof detail.fields === "string" && row.action === "integration.changed")
    facts.push(changedFields(detail.fields));
  if (row.action === "integration.checked") facts.push(...scoreOf(detail));
  facts.push(reasonOf(row));
  facts.push(wordFor(words.acknowledgements, detail.acknowledgement));
  facts.push(wordFor(words.revocations, detail.revocation));
  return facts.filter((fact) => fact !== undefined);
}

/** Everything an event carries as it was written down, for whoever follows a trail. */
export function valuesOf(row: Pick<AuditRow, "action" | "detail" | "request_id">): EventValue[] {
  const { labels } = t.admin.audit;
  const details = Object.entries(row.detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({ label: wordFor(labels, name) ?? name, value: String(value), copy: IDS.has(name) }));
  const requestId = row.request_id === null ? [] : [{ label: labels.request_id, value: row.request_id, copy: true }];
  return [{ label: labels.action, value: row.action, copy: false }, ...details, ...requestId];
}

function reasonOf({ action, actor, detail }: Described): string | undefined {
  // An account that works again needs no reason; the hub writes the former one.
  if (action === "account.recovered" || typeof detail.reason !== "string") return undefined;
  const { reasons, otherReason } = t.admin.audit;
  const sentence = wordFor(reasons, detail.reason);
  return sentence?.(actor?.display_name ?? t.admin.audit.someone) ?? otherReason(detail.reason);
}

function scoreOf({ passed, failed }: Described["detail"]): string[] {
  if (typeof passed !== "number" || typeof failed !== "number") return [];
  const words = t.admin.audit.facts;
  return [format.count(passed, words.checksPassed), format.count(failed, words.checksFailed)];
}

function changedFields(fields: string): string {
  const names: Record<string, { label: string }> = t.manage.fields;
  const labels = fields
    .split(", ")
    .map((field) => wordFor(names, field)?.label ?? wordFor(t.admin.audit.parts, field) ?? field);
  return labels.join(", ");
}

/** A word by its key; names like `toString`, which every object has, are no keys of ours. */
function wordFor<Word>(words: Readonly<Record<string, Word>>, key: unknown): Word | undefined {
  return typeof key === "string" && Object.hasOwn(words, key) ? words[key] : undefined;
}
