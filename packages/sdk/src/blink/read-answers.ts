import { type LinkedAccount, linkedAccountState, type User, user } from "@joinery/contract";
import { z } from "zod";
import { HubRefusal, HubUnreachable } from "../hub/hub-errors.ts";
import { type AnswerReader, retryAfterOf } from "../hub/send.ts";
import type { BlinkDialect } from "./dialect.ts";

/** A time that nobody told us: so old that nothing is taken for fresher than it is. */
const UNKNOWN_TIME = new Date(0).toISOString();
/** The other spelling of a field in answers (contract 1.2). */
const ALIASES: Record<string, string> = {
  access_token: "token",
  expiry: "expires_at",
  requires_reauthentication: "requires_reauth",
};
/** What a status means to us, whatever the body says. */
const CODES: Record<number, string> = {
  400: "BAD_REQUEST",
  401: "UNAUTHENTICATED",
  404: "LINKED_ACCOUNT_NOT_FOUND",
  410: "LINKED_ACCOUNT_NOT_FOUND",
  412: "VERSION_MISMATCH",
  422: "BAD_REQUEST",
  429: "RATE_LIMITED",
};

const fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof fields>;

/** Reads an answer of Blink: with the envelope or without it, and a refusal by its status alone. */
export const readBlinkAnswer: AnswerReader = async (answer, schema) => {
  const { status } = answer;
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) {
    const envelope = fields.safeParse(body);
    const data = schema.safeParse(envelope.data && "data" in envelope.data ? envelope.data.data : body);
    if (data.success) return data.data;
    throw new HubUnreachable("Blink gave an answer that this SDK does not understand.");
  }
  if (status >= 500 || status < 400) throw new HubUnreachable(`Blink answered ${status}.`);
  const refusal = { code: CODES[status] ?? "UNKNOWN", message: `Blink answered ${status}.`, request_id: "" };
  throw new HubRefusal(status, refusal, retryAfterOf(answer));
};

/** A linked account, whatever is missing of it but its id; `known` says what the answer may leave out. */
export function blinkAccount(
  dialect: BlinkDialect,
  known: Partial<LinkedAccount> & { user_id: string; auth_id: string },
) {
  return z.unknown().transform((data, context): LinkedAccount => {
    const found = candidates(data).find((each) => idOf(each, dialect) !== undefined);
    const id = found && idOf(found, dialect);
    if (found && id !== undefined) return toAccount(found, id, { dialect, known });
    context.addIssue({ code: "custom", message: "has no id" });
    return z.NEVER;
  });
}

/** A list of linked accounts; what has no id is none. */
export function blinkAccounts(dialect: BlinkDialect, known: { user_id: string; auth_id: string }) {
  return listOf((each) => {
    const id = idOf(each, dialect);
    return id === undefined ? undefined : toAccount(each, id, { dialect, known });
  });
}

/** A list of users, or a single one. */
export const blinkUsers = listOf((each): User | undefined => {
  const id = textIn(each, ["id", "user_id"]);
  if (id === undefined) return undefined;
  const read = Object.keys(user.shape).map((name) => [name, textIn(each, [name]) ?? null]);
  return { ...Object.fromEntries(read), id };
});

function toAccount(
  found: Fields,
  id: string,
  { dialect, known }: { dialect: BlinkDialect; known: Partial<LinkedAccount> & { user_id: string; auth_id: string } },
): LinkedAccount {
  const spellings = (name: string) =>
    [dialect.fields[name as keyof BlinkDialect["fields"]], name, ALIASES[name]].filter(
      (each) => typeof each === "string",
    );
  const text = (name: keyof LinkedAccount) => textIn(found, spellings(name));
  const optional = (name: keyof LinkedAccount) => text(name) ?? (known[name] as string | null | undefined) ?? null;
  const mustReconnect = spellings("requires_reauthentication").some((name) => isTrue(found[name]));
  const state = linkedAccountState.safeParse(found.state);
  const scopes = z.array(z.string()).safeParse(found[dialect.fields.scopes ?? "scopes"]);
  return {
    linked_account_id: id,
    user_id: text("user_id") ?? known.user_id,
    auth_id: text("auth_id") ?? known.auth_id,
    external_account_id: optional("external_account_id") ?? "",
    external_subject: optional("external_subject"),
    display_name: optional("display_name"),
    avatar_url: optional("avatar_url"),
    additional_info: optional("additional_info"),
    scopes: scopes.data ?? known.scopes ?? [],
    access_token: optional("access_token"),
    refresh_token: optional("refresh_token"),
    expiry: toInstant(optional("expiry")),
    requires_reauthentication: mustReconnect,
    state: state.data ?? (mustReconnect ? "attention" : "active"),
    verified: false,
    version: z.int().safeParse(found.version).data ?? 0,
    created_at: toInstant(text("created_at")) ?? UNKNOWN_TIME,
    updated_at: toInstant(text("updated_at")) ?? UNKNOWN_TIME,
  };
}

function idOf(found: Fields, { idField }: BlinkDialect): string | undefined {
  return textIn(found, [idField, "linked_account_id", "id"]);
}

/** The first of the names that holds text; numbers count, because ids may be numbers. */
function textIn(found: Fields, names: readonly string[]): string | undefined {
  const value = names.map((name) => found[name]).find((each) => each !== undefined && each !== null && each !== "");
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** A time as ISO 8601; one without an offset is UTC, and one that is none is nothing. */
function toInstant(text: string | null | undefined): string | null {
  if (!text) return null;
  const time = new Date(/[T ][\d:.]+$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** The answer's data, and what is one level inside it. */
function candidates(data: unknown): Fields[] {
  const outer = fields.safeParse(data);
  if (!outer.success) return [];
  const inner = Object.values(outer.data).map((each) => fields.safeParse(each));
  return [outer.data, ...inner.flatMap((each) => (each.success ? [each.data] : []))];
}

function listOf<Item>(read: (each: Fields) => Item | undefined) {
  const readAny = (item: unknown): Item[] => {
    const each = fields.safeParse(item);
    const found = each.success ? read(each.data) : undefined;
    return found === undefined ? [] : [found];
  };
  return z.unknown().transform((data, context): Item[] => {
    if (Array.isArray(data)) return data.flatMap(readAny);
    const outer = fields.safeParse(data);
    if (outer.success) {
      const single = readAny(outer.data);
      const inner = Object.values(outer.data).find(Array.isArray);
      return single.length > 0 ? single : (inner ?? []).flatMap(readAny);
    }
    context.addIssue({ code: "custom", message: "is no list" });
    return z.NEVER;
  });
}
