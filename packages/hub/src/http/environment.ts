import type { Context as HonoContext } from "hono";
import type { PersonRow } from "../directory/people.ts";

/** Who a browser belongs to. */
export interface Session {
  organisationId: string;
  digest: string;
  /** How pages name it; it opens nothing. */
  sessionId: string;
  method: "development" | "oidc";
  /** When the person last proved who they are. */
  authenticatedAt: Date;
  person: PersonRow;
}

/** Which integration an API token belongs to. */
export interface TokenHolder {
  organisationId: string;
  serviceId: string;
  authId: string;
  kind: "plain" | "verified";
}

/** Whose people an identity provider's directory writes, and by which SCIM token. */
export interface Directory {
  organisationId: string;
  tokenId: string;
}

/** What middleware leaves for the routes. */
export interface HubEnv {
  Variables: { requestId: string; session: Session; holder: TokenHolder; directory: Directory };
}

export type Request = HonoContext<HubEnv>;
