import type { ApiTokenView } from "@joinery/contract/pages";
import type { QueryKey } from "@tanstack/react-query";
import type { TokenWords } from "../../texts/en/tokens.ts";

/** A token as lists show it; the token itself is shown once, when it is made. */
export type TokenView = ApiTokenView;

/** Tokens that open one thing: an integration's API, or the directory's. */
export interface TokenKind {
  words: TokenWords;
  /** What is asked anew when a token was made or revoked. */
  queryKey: QueryKey;
  /** Makes one, and answers it this once. */
  make: (name: string) => Promise<string>;
  revoke: (tokenId: string) => Promise<unknown>;
}
