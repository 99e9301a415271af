import { sql } from "kysely";
import type { Note } from "../store/notebook.ts";
import type { Db } from "../store/tables.ts";

/** Which API token was shown. */
export type TokenUse = { organisationId: string; tokenId: string };

/** Writes down when API tokens were last used; a time that is there already and later stays. */
export async function writeTokenUses(db: Db, notes: readonly Note<TokenUse>[]): Promise<void> {
  await sql`
    update api_tokens as token
    set last_used_at = greatest(token.last_used_at, used.at)
    from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as used("organisationId" text, "tokenId" text, at timestamptz)
    where token.organisation_id = used."organisationId" and token.token_id = used."tokenId"
  `.execute(db);
}
