import { z } from "zod";

const text = z.string().trim().min(1).max(255).optional().catch(undefined);
/** Some providers send a boolean as text, or as 1. */
const yes = z
  .union([z.boolean(), z.literal("true"), z.literal("1"), z.literal(1)])
  .optional()
  .catch(undefined)
  .transform((value) => value !== undefined && value !== false);

const shape = z.object({
  iss: z.string().min(1).max(2_000),
  sub: z.string().min(1).max(255),
  sid: text,
  auth_time: z.number().optional(),
  name: text,
  given_name: text,
  family_name: text,
  email: z.email().max(320).optional().catch(undefined),
  email_verified: yes,
  /** What Microsoft Entra ID says instead of `email_verified`: the mailbox belongs to a domain that the organisation has proved. */
  xms_edov: yes,
});

/** What the identity provider has proved about somebody, as far as the hub uses it (OpenID Connect Core 1.0, sections 2 and 5.1). */
export interface ProvenClaims {
  issuer: string;
  subject: string;
  /** The session at the provider (OpenID Connect Back-Channel Logout 1.0, section 2.1). */
  sid: string | null;
  /** When the person last proved who they are there; null when the provider does not say. */
  authenticatedAt: Date | null;
  displayName: string | null;
  firstName: string | null;
  secondName: string | null;
  /** Only when the provider has verified it: an address that somebody merely typed opens nothing. */
  verifiedEmail: string | null;
  /** All claims, for the one that holds a role. */
  all: Record<string, unknown>;
}

/** Reads claims that were checked before; `undefined` when even issuer or subject is missing. */
export function readClaims(claims: Record<string, unknown>): ProvenClaims | undefined {
  const result = shape.safeParse(claims);
  if (!result.success) return undefined;
  const { data } = result;
  const names = [data.given_name, data.family_name].filter((name) => name !== undefined);
  return {
    issuer: data.iss,
    subject: data.sub,
    sid: data.sid ?? null,
    authenticatedAt: data.auth_time === undefined ? null : new Date(data.auth_time * 1000),
    displayName: data.name ?? (names.length === 0 ? null : names.join(" ")),
    firstName: data.given_name ?? null,
    secondName: data.family_name ?? null,
    verifiedEmail: data.email_verified || data.xms_edov ? (data.email ?? null) : null,
    all: claims,
  };
}
