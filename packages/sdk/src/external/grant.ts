import { TOKEN_MAX_LENGTH } from "@joinery/contract";
import type * as client from "openid-client";
import { z } from "zod";
import type { Tokens } from "./revoke.ts";

/** What the external service granted. */
export interface Grant extends Tokens {
  accessToken: string;
  expiresAt: Date | null;
  scopes: string[];
  /** Claims of the id token; empty without one. */
  claims: Record<string, unknown>;
  /** What else the token answer said; never a token. */
  tokenAnswer: Record<string, unknown>;
  /** What else the person came back with; never the code. */
  callback: Record<string, string>;
  site: string | null;
}

/** The exchange failed; `tokens` is what was granted nevertheless and must be withdrawn. */
export class ExchangeFailed extends Error {
  override readonly name = "ExchangeFailed";
  readonly tokens: Tokens;
  /** The request was sent and no whole answer of the service came: it may have granted access that nobody can withdraw. */
  readonly isOutcomeUnknown: boolean;

  constructor(tokens: Tokens, options: ErrorOptions & { isOutcomeUnknown: boolean }) {
    super("the code could not be exchanged", options);
    this.tokens = tokens;
    this.isOutcomeUnknown = options.isOutcomeUnknown;
  }
}

/** The service says that the grant is over (RFC 6749, 5.2). */
export class GrantInvalid extends Error {
  override readonly name = "GrantInvalid";
}

/** A century. A service that promises more has no date that could be stored: such a token does not expire. */
const LONGEST_LIFETIME_SECONDS = 100 * 365 * 24 * 60 * 60;

type TokenAnswer = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

const TOKENS = ["access_token", "refresh_token", "id_token"];
/** Deeper members of a token answer are left out: nobody needs them, and they could have no end. */
const DEEPEST = 5;

/** What an answer says beside tokens, wherever in it those are. */
function withoutTokens(said: unknown, depth = 0): unknown {
  if (typeof said !== "object" || said === null) return said;
  if (depth === DEEPEST) return undefined;
  if (Array.isArray(said)) return said.map((each) => withoutTokens(each, depth + 1));
  const kept = Object.entries(said).filter(([name, value]) => !TOKENS.includes(name) && typeof value !== "function");
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutTokens(value, depth + 1)]));
}

/** RFC 6749, A.12 and A.17: visible ASCII and blanks. Anything else could end a header, and no hub could store a longer one. */
const TOKEN = new RegExp(`^[\\x20-\\x7e]{1,${TOKEN_MAX_LENGTH}}$`);

/** A token that can't be sent as a bearer token must not be kept: "mac" and "DPoP" are of no use to who did not ask for them. */
function requireUsable({ token_type, access_token, refresh_token }: TokenAnswer): void {
  if (token_type !== "bearer")
    throw new TypeError("the external service issued a token of another type (RFC 6749, 7.1)");
  const isUsable = TOKEN.test(access_token) && TOKEN.test(refresh_token ?? access_token);
  if (!isUsable) throw new TypeError("the external service issued a token that is none (RFC 6749, A.12)");
}

/** Reads a token answer that openid-client has accepted; throws when its tokens can't be used. */
export function toGrant(
  tokens: TokenAnswer,
  {
    now,
    requested,
    separator,
    site,
  }: { now: Date; requested: readonly string[]; separator: string; site: string | null },
): Grant {
  requireUsable(tokens);
  const lifetime = tokens.expiresIn() ?? Number.POSITIVE_INFINITY;
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? null,
    expiresAt: lifetime > LONGEST_LIFETIME_SECONDS ? null : new Date(now.getTime() + lifetime * 1_000),
    scopes: scopesIn(tokens.scope, separator) ?? [...requested],
    claims: { ...tokens.claims() },
    tokenAnswer: withoutTokens(tokens) as Record<string, unknown>,
    callback: {},
    site,
  };
}

/** An answer without scope means: as requested (RFC 6749, 5.1). */
function scopesIn(scope: string | undefined, separator: string): string[] | undefined {
  const scopes = scope?.split(separator).filter(Boolean);
  return scopes === undefined || scopes.length === 0 ? undefined : scopes;
}

/** One token that is none must not hide the other. */
const anyToken = z.string().min(1).nullable().catch(null);
const tokenAnswer = z.object({ access_token: anyToken, refresh_token: anyToken });

/** What a token answer granted although openid-client refused it, so that it can be withdrawn. */
export function tokensIn(answered: string): Tokens {
  try {
    const { access_token, refresh_token } = tokenAnswer.parse(JSON.parse(answered));
    return { accessToken: access_token, refreshToken: refresh_token };
  } catch {
    return { accessToken: null, refreshToken: null };
  }
}
