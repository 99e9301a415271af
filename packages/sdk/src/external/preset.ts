import type { ServiceProfile } from "./service-profile.ts";

/** Where a fact of a preset comes from. */
export interface Fact {
  /** The member that it is about, by its path in the profile: `endpoints.token`, `quirks.tokensWithin`. */
  about: string;
  /** What the source says, in one sentence of our own. */
  says: string;
  /** The address of the vendor's document. */
  source: string;
  /** The day it was read or tried, `2026-12-01`. */
  on: string;
  /**
   * `documents`: read there; `second_hand`: public programs and pages of others say so of this document, of which the place itself
   * was not seen; `live`: tried by somebody with a real account.
   */
  known: "documents" | "second_hand" | "live";
}

/** An external service as data, so that nobody has to read its documents again. */
export interface Preset {
  /** As its users know it. */
  name: string;
  /** What `oauth2` starts from. */
  profile: ServiceProfile;
  /** One for each member of the profile. What no document confirms is left out. */
  facts: readonly Fact[];
}
